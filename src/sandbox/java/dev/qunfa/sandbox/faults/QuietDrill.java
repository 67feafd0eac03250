package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A quiet night: one message each 20 seconds, none with a deadline, while the platform is away again and again, from one minute to ten, each
 * time in another way. However few messages there are, each is sent, none twice, and those that waited are sent soon after it is back.
 * The settings are the service's own.
 */
final class QuietDrill implements Drill {

    private static final int EACH_SECONDS = 20;
    private static final long CALM_SECONDS = 40;
    private static final long PATIENCE_SECONDS = 120;
    private static final int LONGEST_MINUTES = 10;
    /** The circuit's delay, and a little. */
    private static final double SOON_SECONDS = 15;

    private static final String SENT = "dev.qunfa.message.item_sent.v1";

    /** How the platform is away. */
    private enum Kind {
        BUSY,
        REDIRECTED,
        FORBIDDEN,
        UNREACHABLE
    }

    private record Outage(Kind kind, long seconds) {}

    private static final int MINUTES = 15;

    private int produced;

    @Override
    public List<Figure> play(DrillStage stage) throws InterruptedException {
        double slowest = 0;
        List<Outage> outages = outages(stage.rounds(MINUTES), new SplittableRandom(stage.seed()));
        for (Outage outage : outages) {
            calm(stage, CALM_SECONDS);
            begin(stage.parts, outage.kind());
            calm(stage, outage.seconds());
            end(stage.parts, outage.kind());
            long restored = System.nanoTime();
            stage.awaitEnds(PATIENCE_SECONDS);
            slowest = Math.max(slowest, (System.nanoTime() - restored) / 1e9);
        }
        boolean ended = stage.awaitEnds(PATIENCE_SECONDS);
        long sent = stage.ends.values().stream()
                .filter(end -> end.type().equals(SENT))
                .count();
        return List.of(
                Figure.told("outages", outages.size()),
                Figure.told("messages", stage.due.size()),
                Figure.atMost("messages without an end", ended ? 0 : stage.due.size() - stage.ends.size(), 0),
                Figure.atMost("messages not sent", stage.due.size() - sent, 0),
                Figure.atMost("messages posted twice", stage.takenTwice(), 0),
                Figure.atMost("seconds until all was sent after an outage", slowest, SOON_SECONDS));
    }

    /** As many as there is time for, drawn by the seed; at least one. */
    private static List<Outage> outages(int minutes, SplittableRandom random) {
        List<Outage> outages = new ArrayList<>();
        long left = TimeUnit.MINUTES.toSeconds(minutes);
        do {
            long longest = Math.max(60, Math.min(left, TimeUnit.MINUTES.toSeconds(LONGEST_MINUTES)));
            long seconds = 60 + random.nextLong(longest - 59);
            outages.add(new Outage(Kind.values()[random.nextInt(Kind.values().length)], seconds));
            left -= seconds + CALM_SECONDS;
        } while (left > 60);
        return outages;
    }

    private void calm(DrillStage stage, long seconds) throws InterruptedException {
        for (long passed = 0; passed < seconds; passed += EACH_SECONDS) {
            int number = produced++;
            stage.produce(
                    1, 1, i -> new DrillStage.Message("quiet-" + number, "robot-" + number % 7, "g-" + number % 3, 0));
            TimeUnit.SECONDS.sleep(Math.min(EACH_SECONDS, seconds - passed));
        }
    }

    private static void begin(Stage parts, Kind kind) {
        switch (kind) {
            case BUSY -> parts.platform.apply(Rule.always(new Effect.HttpStatus(503, null, false)));
            case REDIRECTED -> parts.platform.apply(Rule.always(new Effect.EdgePage(302)));
            case FORBIDDEN -> parts.platform.apply(Rule.always(new Effect.EdgePage(403)));
            case UNREACHABLE -> parts.toPlatform.forEach(Proxy::refuse);
        }
    }

    private static void end(Stage parts, Kind kind) {
        if (kind == Kind.UNREACHABLE) {
            parts.toPlatform.forEach(Proxy::restore);
        } else {
            parts.platform.clearRules();
        }
    }
}
