package dev.qunfa.partition;

import java.time.Duration;

/**
 * How a partition stands and for how long.
 *
 * @param partition its number
 * @param state where it stands
 * @param lasts how long it has been in this state without anything going on
 * @param unserved how long it has been this replica's without being served, zero if it is served or not this replica's
 */
public record PartitionStatus(int partition, PartitionState state, Duration lasts, Duration unserved) {
    /** Whether the state lasts longer than it should. */
    public boolean isOverdue() {
        return state.limit() != null && lasts.compareTo(state.limit()) > 0;
    }
}
