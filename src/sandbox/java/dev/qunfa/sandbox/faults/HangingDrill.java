package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Rule;
import java.util.List;

/** One robot whose calls hang beside twenty whose calls do not: their latency stays what it was. */
final class HangingDrill implements Drill {

    private static final int ROBOTS = 20;
    private static final int GROUPS = 8;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = 20;
    private static final int PAIRS = 3;
    private static final String BAD = "bad-";
    private static final double MOST = 1.2;
    private static final double PERCENTILE = 0.99;

    /** The two ways take turns, so that a machine that gets slower or faster does so for both. */
    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        load(stage, "warm-up-");
        for (int pair = 0; pair < PAIRS; pair++) {
            stage.parts.platform.clearRules();
            load(stage, "calm-" + pair + "-");
            stage.parts.platform.apply(Rule.on(BAD + "hang", new Effect.Hang(false)));
            load(stage, "hang-" + pair + "-");
        }
        double calm = latency(stage, "calm");
        double hang = latency(stage, "hang");
        return List.of(
                Figure.told("p99 of the others while nothing hangs, ms", calm),
                Figure.told("p99 of the others while one robot hangs, ms", hang),
                Figure.atMost("ratio of the two", hang / calm, MOST));
    }

    private static void load(DrillStage stage, String phase) throws InterruptedException {
        stage.produce(PER_SECOND * SECONDS, PER_SECOND, i -> message(phase, i));
        String others = phase;
        DrillStage.await(SECONDS, () -> stage.due.keySet().stream()
                .filter(id -> id.startsWith(others))
                .allMatch(stage.ends::containsKey));
    }

    /** One of them all is the robot that may hang. */
    private static DrillStage.Message message(String phase, int number) {
        int robot = number % (ROBOTS + 1);
        String group = "g-" + number / (ROBOTS + 1) % GROUPS;
        return robot == ROBOTS
                ? new DrillStage.Message(BAD + phase + number, "robot-bad", group, 0)
                : new DrillStage.Message(phase + number, "robot-" + robot, group, 0);
    }

    private static double latency(DrillStage stage, String phase) {
        long[] latencies = stage.due.entrySet().stream()
                .filter(each -> each.getKey().startsWith(phase))
                .mapToLong(each -> stage.ends.containsKey(each.getKey())
                        ? stage.ends.get(each.getKey()).at() - each.getValue()
                        : Long.MAX_VALUE)
                .sorted()
                .toArray();
        return latencies[(int) (latencies.length * PERCENTILE)];
    }
}
