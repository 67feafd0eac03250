package dev.qunfa.sandbox.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Starts with messages waiting, again and again: on every JDK that there is, alone and three at once, after {@code kill -9} and
 * SIGTERM, with and without an instance id; the steps of each start are delayed and reordered by the seed. Each serves within
 * 15 s of being ready.
 */
final class StartsDrill implements Drill {

    private static final int STARTS = 100;
    private static final int MESSAGES = 24;
    private static final int ROBOTS = 6;
    private static final long MOST_SECONDS = 15;
    private static final long PATIENCE_SECONDS = 60;

    /**
     * How one start is made.
     *
     * @param replicas how many at once
     * @param killed whether those before it were killed, and not told to stop
     * @param named whether they have instance ids
     */
    private record Plan(int number, Path java, int replicas, boolean killed, boolean named, long seed) {

        static Plan of(int number, List<Path> javas, Random random) {
            return new Plan(
                    number,
                    javas.get(number % javas.size()),
                    number / 2 % 2 == 0 ? 1 : 3,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(1_000_000));
        }

        Replica.Launch launch(int replica) {
            return new Replica.Launch(
                    java,
                    List.of("-Dqunfa.test.start-disorder=" + (seed + replica)),
                    named ? Map.of("QUNFA_REQUESTS_INSTANCE_ID", "instance-" + replica) : Map.of());
        }

        @Override
        public String toString() {
            return String.format(
                    "start %d: %s, %d replica(s), after %s, %s instance id, disorder %d",
                    number, java, replicas, killed ? "kill -9" : "SIGTERM", named ? "with" : "without", seed);
        }
    }

    @Override
    public int replicas() {
        return 3;
    }

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        List<Path> javas = Jdks.commands();
        Random random = new Random(stage.seed());
        int starts = stage.rounds(STARTS);
        int late = 0;
        double slowest = 0;
        for (int i = 0; i < starts; i++) {
            Plan plan = Plan.of(i, javas, random);
            double seconds = start(stage, plan);
            slowest = Math.max(slowest, seconds);
            if (seconds > MOST_SECONDS) {
                late++;
                System.out.printf("  %s: all was sent %.1f s after it was ready%n", plan, seconds);
            }
        }
        return List.of(
                Figure.atMost("starts that did not serve within 15 s", late, 0),
                Figure.atMost("messages without an end", stage.due.size() - stage.ends.size(), 0),
                Figure.atMost("messages posted twice", stage.takenTwice(), 0),
                Figure.told("JDKs", javas.size()),
                Figure.told("starts", starts),
                Figure.told("seconds from ready to the last end, the slowest start", slowest));
    }

    /** How long it took from being ready until all that waited had been sent. */
    private static double start(DrillStage stage, Plan plan) throws InterruptedException {
        stop(stage, plan.killed());
        stage.produce(MESSAGES, 0, i -> message(plan, i));
        List<Replica> started = new ArrayList<>(stage.parts.replicas.subList(0, plan.replicas()));
        for (int i = 0; i < started.size(); i++) {
            started.get(i).start(plan.launch(i));
        }
        for (Replica replica : started) {
            if (!DrillStage.await(PATIENCE_SECONDS, replica::isReady)) {
                throw new IllegalStateException(replica.name() + " did not become ready; " + plan);
            }
        }
        long ready = System.nanoTime();
        stage.awaitEnds(PATIENCE_SECONDS);
        return (System.nanoTime() - ready) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void stop(DrillStage stage, boolean killed) {
        for (Replica replica : stage.parts.replicas) {
            if (replica.isAlive() && killed) {
                replica.kill();
            } else if (replica.isAlive()) {
                replica.terminate();
            }
        }
    }

    private static DrillStage.Message message(Plan plan, int i) {
        return new DrillStage.Message(
                "start-" + plan.number() + "-" + i, "robot-" + i % ROBOTS, "g-" + i % (2 * ROBOTS), 0);
    }
}
