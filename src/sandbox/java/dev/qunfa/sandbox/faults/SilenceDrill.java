package dev.qunfa.sandbox.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The host of the database is gone without a word and comes back under its address: connections that there were stay silent
 * for good, new ones work. Nobody tells the replica, which has to go on by itself, with nothing lost and nothing sent twice.
 */
final class SilenceDrill implements Drill {

    private static final int PER_SECOND = 100;
    private static final int SECONDS = 60;
    private static final int ROBOTS = 50;
    private static final int GROUPS = 200;
    private static final int SILENT_AFTER = PER_SECOND * 10;
    private static final long PATIENCE_SECONDS = 120;
    /** What {@code QUNFA_STORE_MAX_SILENCE} is by default, and time to connect anew. */
    private static final double LONGEST_STILL_SECONDS = 30;

    /** What the silence caught between its intent and its outcome is in doubt, and nobody is to wait for the whole window. */
    @Override
    public Map<String, String> settings() {
        return Map.of("QUNFA_IN_DOUBT_WINDOW", "30s");
    }

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        Thread silencer = new Thread(() -> silence(stage), "silencer");
        silencer.setDaemon(true);
        silencer.start();
        stage.produce(PER_SECOND * SECONDS, PER_SECOND, SilenceDrill::message);
        boolean ended = stage.awaitEnds(PATIENCE_SECONDS);
        return List.of(
                Figure.atMost("messages without an end", ended ? 0 : stage.due.size() - stage.ends.size(), 0),
                Figure.atMost("messages posted twice", stage.takenTwice(), 0),
                Figure.atLeast("seconds in which nothing ended", stillness(stage), 1),
                Figure.atMost("seconds in which nothing ended", stillness(stage), LONGEST_STILL_SECONDS));
    }

    private static void silence(DrillStage stage) {
        try {
            if (DrillStage.await(SECONDS, () -> stage.ends.size() >= SILENT_AFTER)) {
                stage.parts.toDatabase.forEach(Proxy::silence);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DrillStage.Message message(int number) {
        int group = number % GROUPS;
        return new DrillStage.Message("m-" + number, "robot-" + group % ROBOTS, "g-" + group, 0);
    }

    /** The longest time between two ends. */
    private static double stillness(DrillStage stage) {
        long[] times = stage.ends.values().stream()
                .mapToLong(DrillStage.End::at)
                .sorted()
                .toArray();
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            longest = Math.max(longest, times[i] - times[i - 1]);
        }
        return longest / (double) TimeUnit.SECONDS.toMillis(1);
    }
}
