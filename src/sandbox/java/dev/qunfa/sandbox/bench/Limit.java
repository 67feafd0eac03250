package dev.qunfa.sandbox.bench;

import java.util.Map;

/**
 * What one part of the machine can do by itself.
 *
 * @param name of what was measured
 * @param perSecond messages
 * @param cpu seconds for 1,000 messages, of all that take part
 */
record Limit(String name, double perSecond, double cpu) {
    Map<String, Object> values() {
        return Map.of("limit", name, "per_second", Math.round(perSecond), "cpu_per_1000", Math.round(cpu * 1e4) / 1e4);
    }
}
