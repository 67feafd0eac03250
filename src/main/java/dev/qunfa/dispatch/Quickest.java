package dev.qunfa.dispatch;

import java.time.Duration;

/**
 * The quickest of the last answers: what the platform and the network take when nothing is late. It starts at zero and knows
 * more once there were enough of them. For one thread.
 */
final class Quickest {
    /** The last so many answers count, up to twice as many. */
    private static final int SPAN = 64;

    private Duration ofTheSpanBefore = Duration.ZERO;
    private Duration ofThisSpan;
    private int answers;

    /** Counts one more answer; by a clock that was set back it may have been there before its question. */
    Duration with(Duration measured) {
        Duration taken = measured.isNegative() ? Duration.ZERO : measured;
        if (answers == SPAN) {
            ofTheSpanBefore = ofThisSpan;
            answers = 0;
        }
        ofThisSpan = answers == 0 ? taken : shorter(ofThisSpan, taken);
        answers++;
        return shorter(ofTheSpanBefore, ofThisSpan);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
