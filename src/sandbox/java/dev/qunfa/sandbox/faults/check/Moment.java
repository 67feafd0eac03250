package dev.qunfa.sandbox.faults.check;

/**
 * Something that was done to a part, from its beginning to its end (Unix milliseconds, 0 while it lasts).
 *
 * @param delayMillis how much longer than usual requests may be on their way to the platform because of it
 */
public record Moment(long from, long to, String what, long delayMillis) {

    boolean isAround(long at) {
        return at >= from && (to == 0 || at <= to + delayMillis);
    }
}
