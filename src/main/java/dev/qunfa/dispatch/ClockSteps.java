package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the wall clock was set, by comparing it with the machine's uptime from look to look. What is slewed, as time servers do
 * all day, is no step. Pure; for one thread.
 */
final class ClockSteps {
    /** A smaller step changes nothing that anybody could notice. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private static final int SLEW = 1_000;

    private Instant lastWall;
    private long lastNanos;

    /**
     * @param nanos of a monotonic clock
     * @return by how much the clock was set since the last look: negative if it was set back, zero if it was not set
     */
    Duration look(Instant wall, long nanos) {
        Duration step = Duration.ZERO;
        if (lastWall != null) {
            Duration elapsed = Duration.ofNanos(nanos - lastNanos);
            Duration away = Duration.between(lastWall, wall).minus(elapsed);
            Duration tolerated = LEAST.plus(elapsed.dividedBy(SLEW));
            step = away.abs().compareTo(tolerated) > 0 ? away : Duration.ZERO;
        }
        lastWall = wall;
        lastNanos = nanos;
        return step;
    }
}
