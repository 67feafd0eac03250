package dev.qunfa.sandbox.faults.check;

/**
 * Something that was done to a part, from its beginning to its end (Unix milliseconds, 0 while it lasts).
 *
 * @param delayMillis how much longer than usual requests may be on their way to the platform because of it
 */
public record Moment(long from, long to, String what, long delayMillis) {

    private static final long WORTH_TELLING_MILLIS = 200;

    /** Too short to be told of in a story. */
    boolean isHiccup() {
        return delayMillis > 0 && to > 0 && to - from < WORTH_TELLING_MILLIS;
    }

    boolean isAround(long at) {
        return at >= from && (to == 0 || at <= to + delayMillis);
    }
}
