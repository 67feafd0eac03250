package dev.qunfa.platform;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that nobody sets: it begins at some time, the wall clock's, say, and goes on by the machine's uptime. It measures intervals; what it shows
 * may be away from the wall clock by as much as that was set.
 */
final class SteadyClock extends Clock {
    private final Instant start;
    private final long startNanos = System.nanoTime();

    /** @param start what it shows at first */
    SteadyClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
