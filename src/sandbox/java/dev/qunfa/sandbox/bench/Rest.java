package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.tour.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the service uses while there is nothing to do, by its threads. One thread. */
final class Rest {

    /** Sent before, so that the service is at rest after some work, not new. */
    static final int MESSAGES = 100;
    /** Of those, a second. */
    static final int RATE = 10;
    /** Until what these bring with them is done. */
    static final Duration BEFORE = Duration.ofSeconds(30);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String OTHERS = "others";

    /** Kinds of threads by how their names, cut to 15 characters by the kernel, begin. */
    private static final Map<String, String> KINDS = Map.of(
            "C1 ", "compilers",
            "C2 ", "compilers",
            "vert.x-eventloo", "event loops",
            "kafka-", "Kafka clients",
            "smallrye-kafka-", "Kafka clients",
            "G1 ", "collector",
            "VM ", "virtual machine");

    private final Part service;

    Rest(Part service) {
        this.service = service;
    }

    /**
     * A minute of rest.
     *
     * @param name of the minute
     * @param percent of one core that was used, by kind of thread
     */
    record Minute(String name, Map<String, Double> percent) {
        double sum() {
            return percent.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("rest", name);
            values.put("percent_of_a_core", sum());
            values.put("by_threads", percent);
            return values;
        }
    }

    /** Takes a minute. */
    Minute minute(String name) throws InterruptedException {
        Map<String, Double> before = seconds();
        long begun = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(MINUTE.toNanos());
        double length = (System.nanoTime() - begun) / 1e9;
        Map<String, Double> percent = new TreeMap<>();
        seconds()
                .forEach((kind, after) ->
                        percent.put(kind, 100 * Math.max(0, after - before.getOrDefault(kind, 0.0)) / length));
        return new Minute(name, percent);
    }

    private Map<String, Double> seconds() {
        Map<String, Double> seconds = new TreeMap<>();
        Processes.threadSeconds(service.pid()).forEach((name, each) -> seconds.merge(kind(name), each, Double::sum));
        return seconds;
    }

    private static String kind(String thread) {
        return KINDS.entrySet().stream()
                .filter(each -> thread.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS);
    }
}
