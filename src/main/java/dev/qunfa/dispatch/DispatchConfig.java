package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of dispatch. */
@ConfigMapping(prefix = "qunfa.dispatch")
public interface DispatchConfig {
    /** Most POSTs at once in this replica. */
    @WithDefault("256")
    int maxInFlight();

    /** Most messages that wait in lanes; beyond, intake pauses and the backlog stays in Kafka. */
    @WithDefault("10000")
    int laneCapacity();

    /**
     * Most bytes of message bodies that wait in lanes, and as many again on the wire; beyond, intake pauses and no POST
     * starts, but for one. A set of records that was read already may go beyond it.
     */
    @WithDefault("33554432")
    long laneBytes();

    /** How often the timers look for what is due. */
    @WithDefault("200ms")
    Duration timerInterval();

    /** Most timers that fire in one set. */
    @WithDefault("1000")
    int timerBatch();

    /** First and longest pause between two tries to reach a database that does not answer. */
    @WithDefault("100ms")
    Duration storeRetryInitial();

    @WithDefault("2s")
    Duration storeRetryMax();
}
