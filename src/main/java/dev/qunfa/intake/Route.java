package dev.qunfa.intake;

import dev.qunfa.health.FailureLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Whether records of one kind can be published, and whether some wait in the database: then what comes later waits behind them.
 * Thread-safe.
 */
final class Route {
    private final String topic;
    private final String what;
    private final FailureLog log;
    private final AtomicLong kept = new AtomicLong();
    private volatile long published;
    private volatile boolean failing;

    /** @param what of the log's sentences, in the plural */
    Route(String topic, String what, Logger logger) {
        this.topic = topic;
        this.what = what;
        this.log = new FailureLog(logger);
    }

    String topic() {
        return topic;
    }

    /** Whether what comes now has to wait. */
    boolean isClosed() {
        return failing || kept.get() != published;
    }

    /** Whether the last try failed. */
    boolean isFailing() {
        return failing;
    }

    void succeeded() {
        failing = false;
        log.succeeded(what + " are published again.");
    }

    /** @param why without content */
    void failed(String why) {
        failing = true;
        log.failed(
                what + " cannot be published to " + topic + "; they wait in the database, and intake goes on. " + why);
    }

    /** Before a record is kept in the database. */
    void keeping() {
        kept.incrementAndGet();
    }

    /** How many were kept so far. */
    long kept() {
        return kept.get();
    }

    /** Of those that were kept, none waits any more. */
    void nothingWaitsOf(long keptBefore) {
        published = keptBefore;
        failing = false;
    }

    /** For how long it has failed; zero if it does not. */
    Duration failsFor() {
        return log.lasts();
    }
}
