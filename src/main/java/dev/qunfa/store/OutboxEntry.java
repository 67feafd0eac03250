package dev.qunfa.store;

import dev.qunfa.lifecycle.StatusEvent;

/**
 * An event that the broker has not acknowledged yet.
 *
 * @param id its place in the outbox; within a message, later events have higher ones
 * @param event the event
 * @param traceparent the trace context of the request
 */
public record OutboxEntry(long id, StatusEvent event, String traceparent) {}
