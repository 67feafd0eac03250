package dev.qunfa.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the store. */
@ConfigMapping(prefix = "qunfa.store")
public interface StoreConfig {
    /** Most triggers that share a transaction. */
    @WithDefault("500")
    int maxBatch();

    /** Most triggers that wait for a transaction; more are refused, and callbacks are answered 503. */
    @WithDefault("20000")
    int maxQueued();

    /** Most unfinished messages that are remembered as they were committed, so that the next change need not read them. */
    @WithDefault("20000")
    int maxRecent();

    /** Most events that are kept in memory for the relay after their commit; the others it reads from the database. */
    @WithDefault("10000")
    int maxUnpublished();

    /** Most questions of the status API that are put to the database at once, so that they leave connections to everything else. */
    @WithDefault("6")
    int maxReads();

    /** Most pages of messages that are read at once, so that long reads leave some of those to short ones. */
    @WithDefault("4")
    int maxLists();

    /** How long the database may take for a page of messages; then it gives up. Less than the status API's own patience. */
    @WithDefault("8s")
    Duration listTimeout();

    /** How long the start waits between two tries to reach the database. */
    @WithDefault("1s")
    Duration connectRetry();

    /**
     * How long a statement may wait for its answer before its connection counts as lost: the other end may be gone without a
     * word. Longer than the longest query.
     */
    @WithDefault("20s")
    Duration maxSilence();

    /**
     * How long a connection to the database is used before another takes its place, so that a change of its address is followed
     * some time. Each replica takes up to a quarter less.
     */
    @WithDefault("30m")
    Duration maxConnectionAge();

    /** Most orphan callbacks that are kept; beyond, the oldest go first. */
    @WithDefault("100000")
    int maxOrphans();

    /** Most bytes of message bodies that are read from the database at once; one body is always read. */
    @WithDefault("2097152")
    long pageBytes();
}
