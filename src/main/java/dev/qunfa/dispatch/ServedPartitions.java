package dev.qunfa.dispatch;

import java.time.Instant;

/** Knows of which partitions this replica sends messages. May be asked by any thread. */
interface ServedPartitions {
    /** Since when; null if it does not. */
    Instant since(int partition);
}
