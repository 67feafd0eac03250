package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The circuit breaker of one app's way to the platform. Consecutive failures open it; after a pause one probe goes out, and its outcome
 * closes the circuit or opens it again. With nobody there to probe, it closes by itself, on trial: the next failure opens it again.
 * Pure; for one thread.
 */
final class Circuit {
    /** Where the circuit stands. */
    sealed interface Position {}

    /** Everything goes out. */
    record Closed(int failures) implements Position {}

    /** Nothing goes out. */
    record Open(Instant until) implements Position {}

    /** Nothing goes out but the one probe that is on the wire. */
    record HalfOpen() implements Position {}

    private static final int MOST_DOUBLINGS = 20;

    private final int failuresToOpen;
    private final Duration delay;
    private final Duration longestDelay;
    private Position position = new Closed(0);
    private int opened;

    Circuit(int failuresToOpen, Duration delay) {
        this(failuresToOpen, delay, delay);
    }

    /** @param longestDelay the delay doubles with each probe that fails, up to this */
    Circuit(int failuresToOpen, Duration delay, Duration longestDelay) {
        this.failuresToOpen = failuresToOpen;
        this.delay = delay;
        this.longestDelay = longestDelay;
    }

    Position position() {
        return position;
    }

    boolean isClosed() {
        return position instanceof Closed;
    }

    boolean admits(Instant now) {
        return position instanceof Closed || position instanceof Open open && !now.isBefore(open.until());
    }

    /** When it will let a probe pass; empty if it is closed, or waits for its probe. */
    Optional<Instant> opensAt() {
        return position instanceof Open open ? Optional.of(open.until()) : Optional.empty();
    }

    /** An attempt begins; the first one after the pause is the probe. */
    void begin() {
        if (position instanceof Open) {
            position = new HalfOpen();
        }
    }

    /** An attempt failed. Those that were on the wire when it opened change nothing. */
    void failed(Instant now) {
        if (position instanceof Closed closed && closed.failures() + 1 < failuresToOpen) {
            position = new Closed(closed.failures() + 1);
        } else if (!(position instanceof Open)) {
            position = new Open(now.plus(nextDelay()));
        }
    }

    private Duration nextDelay() {
        Duration next = delay.multipliedBy(1L << Math.min(opened++, MOST_DOUBLINGS));
        return next.compareTo(longestDelay) < 0 ? next : longestDelay;
    }

    /** An attempt said that the way is free, whatever became of the message. */
    void answered() {
        position = new Closed(0);
        opened = 0;
    }

    /** An attempt ended before it could tell anything; a probe that did so is made once more. */
    void saidNothing(Instant now) {
        if (position instanceof HalfOpen) {
            position = new Open(now);
        }
    }

    /** Nobody is there to probe it. */
    void unused(Instant now) {
        if (position instanceof Open && admits(now)) {
            position = new Closed(failuresToOpen - 1);
        }
    }

    /** The clock was set back by so much. */
    void setBack(Duration by) {
        if (position instanceof Open open) {
            position = new Open(open.until().minus(by));
        }
    }
}
