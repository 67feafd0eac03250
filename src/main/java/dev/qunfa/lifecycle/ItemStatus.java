package dev.qunfa.lifecycle;

/** The public statuses of an item; names are public. */
public enum ItemStatus {
    PENDING,
    SENT,
    FAILED,
    UNCONFIRMED,
    /** The item's message never went out, or the platform refused it. */
    NOT_SENT
}
