package dev.qunfa.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time that one attempt has: until its time-out or its deadline, whichever comes first (I4). */
final class AttemptWindow {
    private final Clock clock;
    private final Instant deadline;
    private final Instant end;

    private AttemptWindow(Clock clock, Instant deadline, Instant end) {
        this.clock = clock;
        this.deadline = deadline;
        this.end = end;
    }

    /**
     * Opens a window now.
     *
     * @param deadline null: no deadline
     */
    static AttemptWindow open(Clock clock, Duration timeout, Instant deadline) {
        Instant timedOut = clock.instant().plus(timeout);
        boolean deadlineFirst = deadline != null && deadline.isBefore(timedOut);
        return new AttemptWindow(clock, deadline, deadlineFirst ? deadline : timedOut);
    }

    /** From the deadline itself on. */
    boolean deadlinePassed() {
        return deadline != null && !clock.instant().isBefore(deadline);
    }

    /** The time left, rounded up, so that a timer of this length does not fire before the end; at least 1. */
    long millisLeft() {
        return Math.max(
                1, Duration.between(clock.instant(), end).plusNanos(999_999).toMillis());
    }
}
