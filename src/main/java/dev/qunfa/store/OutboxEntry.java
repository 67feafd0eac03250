package dev.qunfa.store;

import dev.qunfa.lifecycle.StatusEvent;

/**
 * An event that the broker has not acknowledged yet.
 *
 * @param messageId the message's key in the database
 * @param event the event
 * @param traceparent the trace context of the request
 */
public record OutboxEntry(long messageId, StatusEvent event, String traceparent) {
    /** Which event it is. */
    public EventKey key() {
        return new EventKey(messageId, event.what().seq());
    }
}
