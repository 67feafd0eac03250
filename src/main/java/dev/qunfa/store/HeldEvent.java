package dev.qunfa.store;

/**
 * An event that is to be held until it can be published.
 *
 * @param outboxId the row that it leaves
 * @param key which event
 * @param partition of the requests topic
 * @param heldFor the partition of the results topic that takes nothing, or {@link #ITSELF}
 */
public record HeldEvent(long outboxId, EventKey key, int partition, int heldFor) {
    /** The event cannot be read, or the broker refuses it: nothing but its message's later events waits for it. */
    public static final int ITSELF = -1;
}
