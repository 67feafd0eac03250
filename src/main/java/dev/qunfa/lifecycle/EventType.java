package dev.qunfa.lifecycle;

import java.util.Locale;

/** What a status event tells; the lower-case names are public. */
public enum EventType {
    /** Off by default ({@code qunfa.results.queued-event}). */
    QUEUED,
    ACCEPTED,
    IN_DOUBT,
    RETRYING,
    ITEM_SENT,
    ITEM_FAILED,
    FAILED,
    EXPIRED,
    REJECTED,
    CANCELLED,
    UNCONFIRMED,
    RESOLVED,
    REFUSED_DUPLICATE,
    CONTRADICTED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in events and in the CloudEvents type, e.g. {@code item_sent}. */
    public String wireName() {
        return wireName;
    }
}
