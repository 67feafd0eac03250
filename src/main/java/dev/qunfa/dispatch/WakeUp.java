package dev.qunfa.dispatch;

import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The one timer of an event loop that matters: the earliest. For that event loop. */
final class WakeUp {
    private final Context loop;
    private final Clock clock;
    private final Runnable action;
    private long timer = -1;
    private Instant at = Instant.MAX;

    WakeUp(Context loop, Clock clock, Runnable action) {
        this.loop = loop;
        this.clock = clock;
        this.action = action;
    }

    /** Acts then, or earlier if that was asked for before. */
    void noLaterThan(Instant next) {
        if (!next.isBefore(at)) {
            return;
        }
        loop.owner().cancelTimer(timer);
        at = next;
        long millis = Duration.between(clock.instant(), next).plusNanos(999_999).toMillis();
        timer = loop.owner().setTimer(Math.max(1, millis), fired -> {
            at = Instant.MAX;
            action.run();
        });
    }
}
