package dev.qunfa.startup;

/** The steps of a start, in their order. The channels of Kafka are opened after the last one. */
public enum StartStep {
    /** Gauges are registered. */
    METRICS,
    /** The effective configuration is logged. */
    CONFIGURATION,
    /** The schema is brought up to date, in the background: it may have to wait for the database. */
    SCHEMA,
    /** Replicas listen to each other. */
    NOTIFICATIONS,
    /** Access tokens are fetched ahead. */
    TOKENS,
    /** The pauses are read; nothing is sent before they are known. */
    PAUSES,
    /** Partitions are claimed, recovered and served, as soon as the consumer group assigns them. */
    PARTITIONS,
    /** What only time moves is moved. */
    TIMERS,
    /** Events are published. */
    RESULTS,
    /** What is there for the long run: reconciliation, retention, queries. */
    HOUSEKEEPING
}
