package dev.qunfa.store;

import java.time.Instant;

/**
 * What a message's events tell of it that never changes and that no transition needs.
 *
 * @param createdAt when it was stored, to the microsecond
 * @param traceparent the trace context of its request
 * @param metadata the caller's, as JSON text; null if there is none
 */
record Provenance(Instant createdAt, String traceparent, String metadata) {}
