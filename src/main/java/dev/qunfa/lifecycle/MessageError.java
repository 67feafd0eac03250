package dev.qunfa.lifecycle;

import java.util.List;
import java.util.Objects;

/**
 * Why a message is where it is, for the person who asks.
 *
 * @param code the kind of error
 * @param message one English sentence, without message content
 * @param errcode the platform's code, null where the platform said none
 * @param errmsg the platform's text, at most 1,000 characters, null where it said none
 * @param hint the request's id in the platform's log, which its support asks for; null where it said none
 * @param violations the broken rules of an invalid request, else empty
 */
public record MessageError(
        ErrorCode code, String message, Long errcode, String errmsg, String hint, List<Violation> violations) {
    public MessageError {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        violations = violations == null ? List.of() : List.copyOf(violations);
    }

    public static MessageError of(ErrorCode code, String message) {
        return new MessageError(code, message, null, null, null, List.of());
    }

    public static MessageError invalid(List<Violation> violations) {
        return new MessageError(
                ErrorCode.INVALID_REQUEST,
                "The request breaks " + violations.size() + (violations.size() == 1 ? " rule" : " rules")
                        + "; mend it and send it under a new msg_id.",
                null,
                null,
                null,
                violations);
    }
}
