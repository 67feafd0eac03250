package dev.qunfa.intake;

import dev.qunfa.lifecycle.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One object for all messages with the same target: while many messages wait, their targets would be a fifth of what they take.
 * Bounded; thread-safe.
 */
final class Targets {
    private final int max;
    private final Map<Target, Target> known = new ConcurrentHashMap<>();

    /** @param max most targets that are remembered */
    Targets(int max) {
        this.max = max;
    }

    /** An equal target, the same for equal ones as long as it is remembered. */
    Target shared(Target target) {
        Target before = known.get(target);
        if (before != null) {
            return before;
        }
        if (known.size() >= max) {
            known.clear();
        }
        known.put(target, target);
        return target;
    }
}
