package dev.qunfa.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time that one attempt has: until its time-out or its deadline, whichever comes first (I4). */
final class AttemptWindow {
    private final Clock clock;
    private final Instant deadline;
    private final Instant startBy;
    private final Instant end;
    private final long millisInAll;

    private AttemptWindow(Clock clock, Duration timeout, Instant deadline, Instant startBy) {
        Instant timedOut = clock.instant().plus(timeout);
        this.clock = clock;
        this.deadline = deadline;
        this.startBy = startBy;
        this.end = deadline != null && deadline.isBefore(timedOut) ? deadline : timedOut;
        this.millisInAll = timeout.toMillis();
    }

    /**
     * Opens a window now.
     *
     * @param deadline null: no deadline
     * @param startBy when no request may be begun any more; null: when the window is over
     */
    static AttemptWindow open(Clock clock, Duration timeout, Instant deadline, Instant startBy) {
        return new AttemptWindow(clock, timeout, deadline, startBy);
    }

    /** From the deadline itself on. */
    boolean deadlinePassed() {
        return deadline != null && !clock.instant().isBefore(deadline);
    }

    /** From the moment on at which no request may be begun any more. */
    boolean isStale() {
        return startBy != null && !clock.instant().isBefore(startBy);
    }

    /** From the end of the window on. */
    boolean isOver() {
        return !clock.instant().isBefore(end);
    }

    /**
     * The time left, rounded up, so that a timer of this length does not fire before the end; at least 1, and no more than
     * the time-out even if the clock was put back.
     */
    long millisLeft() {
        long left = Duration.between(clock.instant(), end).plusNanos(999_999).toMillis();
        return Math.max(1, Math.min(left, millisInAll));
    }
}
