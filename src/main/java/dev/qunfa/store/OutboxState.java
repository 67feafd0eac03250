package dev.qunfa.store;

import java.time.Instant;

/**
 * What waits for the broker, of the partitions that this replica owns, and how far the database's transactions have come.
 *
 * @param rows of the outbox, counted up to {@link #MOST}
 * @param held events that are held, counted up to {@link #MOST}
 * @param oldest when the oldest of those events happened, null if none waits
 * @param firstRunning the oldest transaction that may still commit
 * @param next the first transaction that had not begun
 */
public record OutboxState(long rows, long held, Instant oldest, long firstRunning, long next) {
    /** Nobody counts further than this. */
    public static final int MOST = 100_000;

    /** Before the first look. */
    public static final OutboxState UNKNOWN = new OutboxState(0, 0, null, 0, Long.MAX_VALUE);
}
