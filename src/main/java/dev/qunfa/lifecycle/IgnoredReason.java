package dev.qunfa.lifecycle;

/** Why a trigger changed nothing; each is counted under its name. */
public enum IgnoredReason {
    /** The message is in a state in which this trigger means nothing (any more). */
    NOT_APPLICABLE,
    /** The trigger speaks of an attempt that is not the current one. */
    STALE_ATTEMPT,
    /** Its time has not come. */
    TOO_EARLY,
    /** The item already has this result. */
    REPEATED_RESULT,
    /** The item has the opposite result, and that was told before. */
    REPEATED_CONTRADICTION,
    /** The message has no item of this number. */
    UNKNOWN_ITEM,
    /** The callback names another app, robot or group than the message. */
    FOREIGN_REPORT,
    /** An attempt was made, so the message cannot be cancelled. */
    ATTEMPT_MADE,
    /** The deadline passed, so the message cannot be sent again. */
    DEADLINE_PASSED,
    /** An item has its result already, so the message cannot be sent again as a whole. */
    RESULT_KNOWN,
    /** Another replica serves the message's partition by now; only that one may begin an attempt or fire a timer. */
    FENCED
}
