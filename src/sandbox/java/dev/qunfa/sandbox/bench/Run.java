package dev.qunfa.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Processes;
import dev.qunfa.sandbox.bench.Result.Usage;
import dev.qunfa.sandbox.tour.Part;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs loads against one subject, one process or several that share the load, and measures what happens meanwhile. One thread. */
final class Run {

    private static final Duration SLOWEST = Duration.ofMinutes(10);
    /** Without a final event for so long, nothing more will come; the parallel consumer has stood still before. */
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    private static final Duration REFRESH = Duration.ofMillis(250);
    /** Events that come after the final one, or POSTs that come twice, come late. */
    private static final Duration AFTERMATH = Duration.ofMillis(300);

    private final Machine machine;
    private final Machine.Surroundings surroundings;
    private final DatabaseMeter database;
    private final Simulator simulator;
    private final PrintStream progress;

    Run(Machine machine, Machine.Surroundings surroundings, DatabaseMeter database, PrintStream progress) {
        this.machine = machine;
        this.surroundings = surroundings;
        this.database = database;
        this.simulator = new Simulator(machine.platformUrl());
        this.progress = progress;
    }

    Result measure(String name, Subject subject, List<Part> parts, Load load) throws InterruptedException {
        simulator.forgetPosts();
        try (Arrivals arrivals = new Arrivals(machine.broker(), subject.results(), load)) {
            arrivals.start();
            Usage before = usage(parts);
            boolean complete = run(name, subject, load, arrivals);
            Usage used = usage(parts).since(before);
            new ProgressBar(progress, name, load.messages()).clear();
            TimeUnit.MILLISECONDS.sleep(AFTERMATH.toMillis());
            arrivals.close();
            List<String> problems = new ArrayList<>(arrivals.problems());
            if (!parts.stream().allMatch(Part::isAlive)) {
                problems.add("a part that is measured has ended meanwhile");
            }
            if (complete) {
                problems.addAll(orderIsByGroup(subject) ? simulator.problems(load) : List.of());
            }
            return new Result(
                    name, arrivals.finals(), arrivals.seconds(), arrivals.latencies(), used, List.copyOf(problems));
        }
    }

    /** The bare pipeline promises nothing, so nothing is checked. */
    private static boolean orderIsByGroup(Subject subject) {
        return subject == Subject.SERVICE;
    }

    private boolean run(String name, Subject subject, Load load, Arrivals arrivals) throws InterruptedException {
        Thread producing = new Thread(
                () -> new Producing(machine.broker(), subject.requests()).produce(load, arrivals), "producing");
        producing.setDaemon(true);
        producing.start();
        ProgressBar bar = new ProgressBar(progress, name, load.messages());
        int finals = 0;
        long end = System.nanoTime() + SLOWEST.toNanos();
        long progressAt = System.nanoTime();
        while (System.nanoTime() < end && System.nanoTime() - progressAt < STANDSTILL.toNanos()) {
            if (arrivals.await(REFRESH)) {
                return true;
            }
            bar.show(arrivals.finals());
            if (arrivals.finals() > finals) {
                finals = arrivals.finals();
                progressAt = System.nanoTime();
            }
        }
        return false;
    }

    private Usage usage(List<Part> parts) {
        JsonNode platform = simulator.stats();
        return new Usage(
                parts.stream()
                        .mapToDouble(part -> Processes.cpuSeconds(part.pid()))
                        .sum(),
                database.cpuSeconds(),
                Processes.cpuSeconds(surroundings.broker().pid()),
                Processes.cpuSeconds(surroundings.platform().pid()),
                Processes.cpuSeconds(ProcessHandle.current().pid()),
                database.walBytes(),
                database.commits(),
                platform.path("posts").asLong(),
                platform.path("deliveries").asLong(),
                parts.stream()
                        .mapToLong(part -> Processes.peakMebibytes(part.pid()))
                        .max()
                        .orElse(0));
    }
}
