package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.Processes.ThreadUse;
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
     * @param threads of that, what each kind of thread used; threads that have ended meanwhile are missing
     */
    record Minute(String name, double percent, Map<String, Double> threads) {
        Map<String, Object> values() {
            return Map.of("rest", name, "percent_of_a_core", percent, "by_threads", threads);
        }
    }

    /**
     * Takes a minute.
     *
     * @throws IllegalStateException if the service has ended meanwhile
     */
    Minute minute(String name) throws InterruptedException {
        long begun = System.nanoTime();
        double before = Processes.cpuSeconds(service.pid());
        Map<Long, ThreadUse> threadsBefore = Processes.threads(service.pid());
        TimeUnit.NANOSECONDS.sleep(MINUTE.toNanos());
        double used = Processes.cpuSeconds(service.pid()) - before;
        Map<Long, ThreadUse> threads = Processes.threads(service.pid());
        double percent = 100 / ((System.nanoTime() - begun) / 1e9);
        if (!service.isAlive()) {
            throw new IllegalStateException(
                    "The service has ended while it was measured at rest; see the end of its log." + service.tail());
        }
        Map<String, Double> kinds = new TreeMap<>();
        threads.forEach((id, thread) -> kinds.merge(
                kind(thread.name()), percent * (thread.seconds() - secondsOf(threadsBefore.get(id))), Double::sum));
        return new Minute(name, percent * used, kinds);
    }

    /** @param thread null, if it has begun since */
    private static double secondsOf(ThreadUse thread) {
        return thread == null ? 0 : thread.seconds();
    }

    static String kind(String thread) {
        return KINDS.entrySet().stream()
                .filter(each -> thread.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS);
    }
}
