package dev.qunfa.sandbox.faults.check;

/** What must become of a record of the requests topic, as its producer meant it. */
public enum Fate {
    /** A valid request under a new msg_id: becomes a message. */
    VALID,
    /** Equal to an earlier request: ignored. */
    REPEAT,
    /** Other content under a msg_id that is taken: dead letter, and told on the message that has it. */
    CONFLICT,
    /** Breaks a rule: REJECTED, dead letter. */
    INVALID,
    /** No request at all: dead letter. */
    UNREADABLE,
    /** Valid, and taken back by its producer's transaction: nothing becomes of it. */
    ABORTED
}
