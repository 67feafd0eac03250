package dev.qunfa.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The requests topic. */
@ConfigMapping(prefix = "qunfa.requests")
public interface IntakeConfig {
    /** Its name. */
    @WithDefault("qunfa.requests")
    String topic();

    /** Whether records that are not keyed by their robot are published once more, keyed right. */
    @WithDefault("true")
    boolean reroute();

    /**
     * This replica's name in the consumer group, which makes it a static member: one that comes back under its name within the
     * session time-out of 6 s finds its partitions as it left them, with no rebalance. Each replica needs one of its own.
     */
    Optional<String> instanceId();

    /** The consumer goes on reading while the records that are not stored yet weigh no more than so many bytes. */
    @WithDefault("65536")
    long maxBytesInHand();

    /**
     * Dead letters and records for another partition that their topic does not take wait in the database, up to so many bytes; beyond,
     * intake waits.
     */
    @WithDefault("268435456")
    long maxWaitingBytes();

    /** Whether messages of partitions that the topic does not have any more are served by the owners of those that are left. */
    @WithDefault("true")
    boolean serveStrays();

    /** First and longest pause between two tries to store or forward a batch. */
    @WithDefault("100ms")
    Duration retryInitial();

    @WithDefault("5s")
    Duration retryMax();
}
