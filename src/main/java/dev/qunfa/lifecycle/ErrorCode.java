package dev.qunfa.lifecycle;

/** The closed vocabulary of {@link MessageError#code()}; names are public and are stored. */
public enum ErrorCode {
    INVALID_REQUEST,
    DUPLICATE_MSG_ID,
    DEADLINE_PASSED,
    PLATFORM_REFUSED,
    /** Attempts ran out, none of them was processed. */
    PLATFORM_UNAVAILABLE,
    TOKEN_REFUSED,
    /** Nobody knows whether the platform took the message. */
    OUTCOME_UNKNOWN,
    /** The platform took the message, but a callback is missing. */
    NOT_CONFIRMED,
    ITEMS_REFUSED,
    CANCELLED,
    /** An operator decided. */
    RESOLVED
}
