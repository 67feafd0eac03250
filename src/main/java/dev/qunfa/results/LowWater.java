package dev.qunfa.results;

import dev.qunfa.store.OutboxState;
import java.util.Collection;

/**
 * Below which id the outbox has no live row of this replica's partitions, so that looks need not walk the dead entries of all that
 * was published. Ids are not committed in their order: a transaction that took one may take its time. So an id is passed only once
 * every transaction that can have taken it, or a lower one, has ended: two states later than the id was seen, the first to know by
 * its next transaction which those are, the second to know that none of them runs any more. For one thread.
 */
final class LowWater {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private long highestSeen;
    private long candidate;
    private long endsBefore = UNKNOWN;
    private boolean isCandidate;
    private long passed;
    private long low;

    /** Rows below this need not be looked for. */
    long get() {
        return low;
    }

    /** A committed row was seen. */
    void seen(long id) {
        highestSeen = Math.max(highestSeen, id);
    }

    /** @param state some seconds later than the state before */
    void at(OutboxState state) {
        if (!isCandidate) {
            candidate = highestSeen;
            isCandidate = true;
            endsBefore = UNKNOWN;
        } else if (endsBefore == UNKNOWN) {
            endsBefore = state.next();
        } else if (state.firstRunning() >= endsBefore) {
            passed = Math.max(passed, candidate);
            isCandidate = false;
        }
    }

    /**
     * A look that began after all that this was told has seen all live rows below {@code passed}.
     *
     * @param live the ids of the rows that are under way, and of those that the look found
     */
    void looked(Collection<Long> live) {
        long lowest = passed + 1;
        for (long id : live) {
            // Numbers below zero are not of the outbox.
            lowest = id > 0 ? Math.min(lowest, id) : lowest;
        }
        low = Math.max(low, lowest);
    }

    /** Everything is looked for again: other partitions, another database, or just to be sure. */
    void reset() {
        low = 0;
        passed = 0;
        isCandidate = false;
        highestSeen = 0;
    }
}
