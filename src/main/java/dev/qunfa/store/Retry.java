package dev.qunfa.store;

import dev.qunfa.lifecycle.RetryHistory;
import java.time.Instant;

/**
 * When a message may be tried again.
 *
 * @param at not before; null for at once
 * @param atGate whether it waits for its app's way to the platform rather than for a time: it is let go earlier if that is free again
 * @param history what it has been through
 */
public record Retry(Instant at, boolean atGate, RetryHistory history) {
    /** For a message that was never tried. */
    public static final Retry NONE = new Retry(null, false, RetryHistory.NONE);

    static Retry of(Instant at, RetryHistory history) {
        return at == null && history.equals(RetryHistory.NONE) ? NONE : new Retry(at, false, history);
    }
}
