package dev.qunfa.lifecycle;

import java.util.Objects;

/**
 * One rule that a send request breaks.
 *
 * @param pointer JSON Pointer (RFC 6901) to the offending value, or to the place where a missing one belongs
 * @param code which kind of rule
 * @param message one English sentence for the person who must mend the request; never quotes message content
 */
public record Violation(String pointer, ViolationCode code, String message) {
    /** No more violations than this are reported for one request. */
    public static final int MAX_REPORTED = 100;

    public Violation {
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
    }
}
