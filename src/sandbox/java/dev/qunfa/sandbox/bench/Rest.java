package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.tour.Part;
import java.time.Duration;
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
            "GC ", "collector",
            "VM ", "virtual machine");

    private final Part service;

    Rest(Part service) {
        this.service = service;
    }

    /**
     * A minute of rest.
     *
     * @param name of the minute
     * @param percent of one core that was used
     * @param threads of that, what each kind of thread used; threads that ended meanwhile are missing
     */
    record Minute(String name, double percent, Map<String, Double> threads) {
        Map<String, Object> values() {
            return Map.of("rest", name, "percent_of_a_core", percent, "by_threads", threads);
        }
    }

    /** Takes a minute. */
    Minute minute(String name) throws InterruptedException {
        long begun = System.nanoTime();
        double before = Processes.cpuSeconds(service.pid());
        Map<String, Double> threadsBefore = seconds();
        TimeUnit.NANOSECONDS.sleep(MINUTE.toNanos());
        double all = Processes.cpuSeconds(service.pid()) - before;
        Map<String, Double> threads = new TreeMap<>(seconds());
        double length = (System.nanoTime() - begun) / 1e9;
        threads.replaceAll((kind, after) -> 100 * Math.max(0, after - threadsBefore.getOrDefault(kind, 0.0)) / length);
        return new Minute(name, 100 * all / length, threads);
    }

    private Map<String, Double> seconds() {
        Map<String, Double> seconds = new TreeMap<>();
        Processes.threadSeconds(service.pid()).forEach((name, each) -> seconds.merge(kind(name), each, Double::sum));
        return seconds;
    }

    static String kind(String thread) {
        return KINDS.entrySet().stream()
                .filter(each -> thread.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS);
    }
}
