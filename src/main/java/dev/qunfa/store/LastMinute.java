package dev.qunfa.store;

import java.time.Clock;

/**
 * How often something happened within the last minute, to the second: it forgets in steps of a second, and holds sixty
 * numbers however often it counts. Thread-safe.
 */
final class LastMinute {
    private static final int SECONDS = 60;

    private final Clock clock;
    private final long[] counts = new long[SECONDS];
    private long second;

    LastMinute(Clock clock) {
        this.clock = clock;
        this.second = clock.instant().getEpochSecond();
    }

    synchronized void add(int times) {
        forget();
        counts[slot(second)] += times;
    }

    synchronized long count() {
        forget();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** A clock that was set back adds to the second it had reached. */
    private void forget() {
        long now = clock.instant().getEpochSecond();
        for (long passed = Math.max(second + 1, now - SECONDS + 1); passed <= now; passed++) {
            counts[slot(passed)] = 0;
        }
        second = Math.max(second, now);
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS);
    }
}
