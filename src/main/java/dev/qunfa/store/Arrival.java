package dev.qunfa.store;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Violation;
import java.time.Instant;
import java.util.List;

/**
 * A readable request on its way into the store.
 *
 * @param request the request; only partly filled if it is invalid
 * @param violations the rules it breaks, empty for a valid one
 * @param origin the record it came in
 * @param traceparent the W3C trace context that its events continue
 * @param begunAt when its first attempt begins, if it is to be stored as begun; null if it waits for its turn
 */
public record Arrival(
        SendRequest request, List<Violation> violations, RecordOrigin origin, String traceparent, Instant begunAt) {
    public Arrival {
        violations = List.copyOf(violations);
    }

    public Arrival(SendRequest request, List<Violation> violations, RecordOrigin origin, String traceparent) {
        this(request, violations, origin, traceparent, null);
    }

    /** The same, to be stored together with the beginning of its first attempt (I2); null takes that back. */
    public Arrival begunAt(Instant at) {
        return new Arrival(request, violations, origin, traceparent, at);
    }

    public boolean isValid() {
        return violations.isEmpty();
    }
}
