package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Bounds of dispatch. */
@ConfigMapping(prefix = "qunfa.dispatch")
public interface DispatchConfig {
    /** Most POSTs at once in this replica. */
    @WithDefault("256")
    int maxInFlight();

    /** Most POSTs of one robot at once, so that one whose calls hang leaves room to the others. */
    @WithDefault("64")
    int maxInFlightPerRobot();

    /** How often each robot may send, such as {@code 20/1s} or {@code 300/1m}; empty for no limit. */
    Optional<Rate> robotRate();

    /** Robots with a rate of their own, {@code robot_id=rate} each, separated by commas. */
    Optional<RobotRates> robotRates();

    /** Most messages that wait in lanes, their bodies not counted; beyond, intake pauses and the backlog stays in Kafka. */
    @WithDefault("100000")
    int laneCapacity();

    /**
     * While so many messages wait for nothing but a place on the wire, one of each lane counted, intake waits, up to half a second
     * for each batch: more would go out no sooner. What a robot's own limits, a retry or a circuit hold back does not count.
     */
    @WithDefault("256")
    int enoughReady();

    /**
     * Most bytes of message bodies that are held by the lanes, and as many again on the wire. Bodies beyond it are read when
     * their turn comes; on the wire, no POST starts beyond it, but for one.
     */
    @WithDefault("33554432")
    long laneBytes();

    /**
     * Beyond its time-out, how long an attempt may wait for its outcome to be stored before it counts as lost and its message
     * is in doubt.
     */
    @WithDefault("20s")
    Duration attemptGrace();

    /**
     * How long a partition that is given to another replica waits for what of it is in flight; at least two seconds longer than
     * the time-out of an attempt.
     */
    @WithDefault("5s")
    Duration handOver();

    /** How often the pauses are looked at that operators set, besides when the database tells of a change. */
    @WithDefault("700ms")
    Duration pausePoll();

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
