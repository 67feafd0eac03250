package dev.qunfa.dispatch;

import java.time.Instant;

/**
 * A time in which nothing is due, as far as had been written when the timers looked.
 *
 * @param from when they looked; a clock that is put back ends it
 * @param until the next moment at which something is due, or up to which they looked
 * @param commits that this replica had made before they looked
 */
record Lull(Instant from, Instant until, long commits) {
    static final Lull NONE = new Lull(Instant.MIN, Instant.MIN, 0);

    boolean lasts(Instant now, long commitsNow) {
        return !now.isBefore(from) && now.isBefore(until) && commits == commitsNow;
    }
}
