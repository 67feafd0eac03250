package dev.qunfa.sandbox.faults.check;

/**
 * Something that was done to a part, from its beginning to its end (Unix milliseconds, 0 while it lasts).
 *
 * @param delayMillis how much longer than usual requests may be on their way to the platform because of it
 */
public record Moment(long from, long to, String what, long delayMillis) {

    /** How the name of what makes a replica stand still begins. */
    public static final String STANDSTILL = "SIGSTOP";

    private static final long WORTH_TELLING_MILLIS = 200;

    /** Connections have to be made anew, and what is stored is tried again with pauses. */
    private static final long AWAKENING_MILLIS = 5_000;

    /** Too short to be told of in a story. */
    boolean isHiccup() {
        return delayMillis > 0 && to > 0 && to - from < WORTH_TELLING_MILLIS;
    }

    /** Whether a replica stood still for longer than that, and may have just come to itself. */
    boolean isStandstillBefore(long at, long millis) {
        return what.startsWith(STANDSTILL) && to - from > millis && at > from + millis && at <= to + AWAKENING_MILLIS;
    }

    boolean isAround(long at) {
        return at >= from && (to == 0 || at <= to + delayMillis);
    }
}
