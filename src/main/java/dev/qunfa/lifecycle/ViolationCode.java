package dev.qunfa.lifecycle;

/** The closed vocabulary of {@link Violation#code()}; the names are public. */
public enum ViolationCode {
    REQUIRED,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    TOO_LONG,
    TOO_SHORT,
    OUT_OF_RANGE,
    NOT_ALLOWED,
    BAD_FORMAT,
    /** A time in milliseconds where seconds are meant. */
    MILLISECONDS,
    /** {@code msg_num} values are not exactly 1..n. */
    SEQUENCE
}
