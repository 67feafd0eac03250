package dev.qunfa.store;

import java.time.Duration;

/**
 * Finds a moment for what can wait: the first interval in which the process used little of a processor, or the last of a
 * bounded number if none is like that. Pure; asked by one thread at a time, once an interval.
 */
final class Lull {
    private final Duration little;
    private final int patience;
    private Duration before;
    private int intervals;

    /**
     * @param used processor time of the process up to now
     * @param little less than this in one interval is a lull
     * @param patience intervals after which there is one in any case
     */
    Lull(Duration used, Duration little, int patience) {
        this.before = used;
        this.little = little;
        this.patience = patience;
    }

    /** Whether the interval that ends now was a lull, or the last there was patience for; {@code used} as above. */
    boolean after(Duration used) {
        Duration inInterval = used.minus(before);
        before = used;
        intervals++;
        return intervals >= patience || inInterval.compareTo(little) < 0;
    }
}
