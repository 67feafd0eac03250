package dev.qunfa.results;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is under way to one partition of the results topic, and since when nothing has been answered there. The relay's thread sends,
 * the producer's answers; both may ask.
 */
final class PartitionFlow {
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile long movedAt;

    /** @param now a monotonic time in nanoseconds, as all of this class */
    void sent(int size, long now) {
        if (events.getAndIncrement() == 0) {
            movedAt = now;
        }
        bytes.addAndGet(size);
    }

    void answered(int size, long now) {
        movedAt = now;
        bytes.addAndGet(-size);
        events.decrementAndGet();
    }

    int events() {
        return events.get();
    }

    int bytes() {
        return bytes.get();
    }

    /** For how long something has been under way without any answer; zero if nothing is. */
    long silentNanos(long now) {
        return events.get() == 0 ? 0 : Math.max(0, now - movedAt);
    }
}
