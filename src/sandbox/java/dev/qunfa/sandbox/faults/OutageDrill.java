package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Rule;
import dev.qunfa.sandbox.faults.check.Limits;
import java.util.List;
import java.util.Map;

/**
 * The platform answers 503, or nobody listens at its address, for two minutes while requests go on coming, some with a deadline
 * in that time: afterwards
 * everything is sent or expired, nothing twice, nothing late, within the heap of 256 MiB.
 */
final class OutageDrill implements Drill {

    private static final int PER_SECOND = 500;
    private static final int SECONDS = 120;
    private static final int ROBOTS = 200;
    private static final int GROUPS = 1_000;
    private static final int EACH_WITH_DEADLINE = 10;
    private static final long DEADLINE_SECONDS = 60;
    private static final long PATIENCE_SECONDS = 300;
    /** By then a message is UNCONFIRMED whose POST came too late for the platform. */
    private static final int CONFIRMATION_SECONDS = 60;

    private static final String SENT = "dev.qunfa.message.item_sent.v1";
    private static final String EXPIRED = "dev.qunfa.message.expired.v1";

    private final boolean unreachable;

    /** @param unreachable whether connections are refused, instead of requests answered with 503 */
    OutageDrill(boolean unreachable) {
        this.unreachable = unreachable;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("QUNFA_CONFIRMATION_WINDOW", CONFIRMATION_SECONDS + "s");
    }

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        stage.produce(PER_SECOND * 4, PER_SECOND, i -> message("before-", i, 0));
        stage.awaitEnds(PATIENCE_SECONDS);
        begin(stage.parts);
        stage.produce(
                PER_SECOND * SECONDS,
                PER_SECOND,
                i -> message(
                        "outage-",
                        i,
                        i % EACH_WITH_DEADLINE == 0 ? System.currentTimeMillis() / 1_000 + DEADLINE_SECONDS : 0));
        long restored = System.currentTimeMillis();
        end(stage.parts);
        boolean ended = stage.awaitEnds(PATIENCE_SECONDS);
        double recovery = (System.currentTimeMillis() - restored) / 1_000.0;
        return figures(stage, ended, recovery);
    }

    private void begin(Stage parts) {
        if (unreachable) {
            parts.toPlatform.forEach(Proxy::refuse);
        } else {
            parts.platform.apply(Rule.always(new Effect.HttpStatus(503, null, false)));
        }
    }

    private void end(Stage parts) {
        if (unreachable) {
            parts.toPlatform.forEach(Proxy::restore);
        } else {
            parts.platform.clearRules();
        }
    }

    private static List<Figure> figures(DrillStage stage, boolean ended, double recovery) {
        Replica replica = stage.parts.replicas.get(0);
        return List.of(
                Figure.atMost("messages without an end", ended ? 0 : stage.due.size() - stage.ends.size(), 0),
                Figure.atMost("messages posted twice", stage.takenTwice(), 0),
                Figure.atMost("messages posted after their deadline", late(stage, Limits.CLOCK_TOLERANCE_MILLIS), 0),
                Figure.told("messages whose POST arrived within 200 ms after their deadline", late(stage, 0)),
                Figure.told("messages sent", ended(stage, SENT)),
                Figure.told("messages expired", ended(stage, EXPIRED)),
                Figure.atMost(
                        "messages that ended otherwise",
                        stage.ends.size() - ended(stage, SENT) - ended(stage, EXPIRED) - late(stage, 0),
                        0),
                Figure.atLeast("the replica lives (1)", replica.isAlive() ? 1 : 0, 1),
                Figure.told("seconds until all was done", recovery),
                Figure.told("peak resident memory, MiB", replica.peakMebibytes()));
    }

    private static DrillStage.Message message(String prefix, int number, long deadLine) {
        int group = number % GROUPS;
        return new DrillStage.Message(prefix + number, "robot-" + group % ROBOTS, "g-" + group, deadLine);
    }

    private static long ended(DrillStage stage, String type) {
        return stage.ends.values().stream()
                .filter(end -> end.type().equals(type))
                .count();
    }

    private static long late(DrillStage stage, long millis) {
        return stage.parts.platform.posts().stream()
                .filter(post -> "late".equals(post.verdict()))
                .filter(post -> post.headAt() >= Long.parseLong(post.deadLine()) * 1_000 + millis)
                .count();
    }
}
