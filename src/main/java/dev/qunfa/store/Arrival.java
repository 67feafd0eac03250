package dev.qunfa.store;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Violation;
import java.util.List;

/**
 * A readable request on its way into the store.
 *
 * @param request the request; only partly filled if it is invalid
 * @param violations the rules it breaks, empty for a valid one
 * @param origin the record it came in
 * @param traceparent the W3C trace context that its events continue
 */
public record Arrival(SendRequest request, List<Violation> violations, RecordOrigin origin, String traceparent) {
    public Arrival {
        violations = List.copyOf(violations);
    }

    public boolean isValid() {
        return violations.isEmpty();
    }
}
