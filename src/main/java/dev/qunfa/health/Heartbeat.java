package dev.qunfa.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows that a loop still goes round. The loop beats once a round, whether the round's work succeeded or failed: a beat says that
 * somebody will try again, not that all is well. Thread-safe; ages are measured by a monotonic clock.
 */
public final class Heartbeat {
    private final String name;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private volatile long last;
    private volatile boolean stopped;

    Heartbeat(String name, Duration limit, LongSupplier nanoTime) {
        this.name = name;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** The loop has gone round. */
    public void beat() {
        last = nanoTime.getAsLong();
    }

    /** The loop has ended as it should: its silence means nothing any more. A later {@link #beat} changes nothing about that. */
    public void stop() {
        stopped = true;
    }

    public String name() {
        return name;
    }

    /** Since the last beat, or since it was registered; zero once it is stopped. */
    public Duration age() {
        return stopped ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - last);
    }

    /** Whether the loop has been silent for longer than it may be. */
    public boolean isOverdue() {
        return age().compareTo(limit) > 0;
    }
}
