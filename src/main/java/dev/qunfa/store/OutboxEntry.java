package dev.qunfa.store;

import dev.qunfa.lifecycle.StatusEvent;

/**
 * An event that the broker has not acknowledged yet.
 *
 * @param event the event
 * @param traceparent the trace context of the request
 */
public record OutboxEntry(StatusEvent event, String traceparent) {}
