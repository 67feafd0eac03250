package dev.qunfa.sandbox.faults.check;

/**
 * What the service was configured to, as far as it can be seen from outside. Times are milliseconds.
 *
 * @param attemptMillis longest time of one POST
 * @param graceMillis after this time more, an attempt of which nothing is stored is taken for lost
 * @param rateCount most POSTs of a robot within {@code rateMillis}; 0: no limit
 * @param resends whether the policy for doubtful attempts is to send again
 */
public record Limits(long attemptMillis, long graceMillis, int rateCount, long rateMillis, boolean resends) {

    /**
     * Between the moment at which the service decides to write and the one at which the simulated platform notes the
     * request's head lie two processes' turns on a busy machine.
     */
    public static final long CLOCK_TOLERANCE_MILLIS = 200;

    /** How long after its beginning an attempt of which nothing is stored is taken for lost. */
    long lostAfterMillis() {
        return attemptMillis + graceMillis;
    }
}
