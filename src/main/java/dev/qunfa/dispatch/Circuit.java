package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The circuit breaker of one app's way to the platform. Consecutive failures that say that the platform is down open it; after a
 * pause one probe goes out, and its outcome closes the circuit or opens it again. Pure; for one thread.
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

    private final int failuresToOpen;
    private final Duration delay;
    private Position position = new Closed(0);

    Circuit(int failuresToOpen, Duration delay) {
        this.failuresToOpen = failuresToOpen;
        this.delay = delay;
    }

    Position position() {
        return position;
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

    /** An attempt said that the platform is down. Those that were on the wire when it opened change nothing. */
    void failed(Instant now) {
        if (position instanceof Closed closed) {
            int failures = closed.failures() + 1;
            position = failures < failuresToOpen ? new Closed(failures) : new Open(now.plus(delay));
        } else if (position instanceof HalfOpen) {
            position = new Open(now.plus(delay));
        }
    }

    /** An attempt said that the platform is there, whatever it made of the message. */
    void answered() {
        position = new Closed(0);
    }

    /** An attempt ended before it could tell anything; a probe that did so is made once more. */
    void saidNothing(Instant now) {
        if (position instanceof HalfOpen) {
            position = new Open(now);
        }
    }
}
