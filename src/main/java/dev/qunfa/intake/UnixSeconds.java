package dev.qunfa.intake;

import dev.qunfa.lifecycle.ViolationCode;
import java.time.Instant;

/**
 * The rule for {@code dead_line} and {@code not_before}: Unix time in seconds, an integer or a string of ASCII digits.
 * From {@value #FIRST_MILLISECONDS} on (the year 5138) it is taken for a time in milliseconds, which would never come.
 */
final class UnixSeconds {
    static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private UnixSeconds() {}

    /** Null when the field is absent, or wrong and reported. */
    static Instant checked(CheckedObject object, String field) {
        Json value = object.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Str string) {
            return isNumeric(string.value())
                    ? inRange(object, field, Json.Num.digits(string.value(), 0))
                    : reported(
                            object, field, ViolationCode.BAD_FORMAT, "must consist of digits only, if it is a string");
        }
        if (value instanceof Json.Num number && number.integer()) {
            return inRange(object, field, number.saturated());
        }
        return reported(
                object, field, ViolationCode.WRONG_TYPE, "must be an integer or a numeric string, not " + value.kind());
    }

    private static Instant inRange(CheckedObject object, String field, long seconds) {
        if (seconds < 0) {
            return reported(object, field, ViolationCode.OUT_OF_RANGE, "must be 0 or later, in Unix seconds");
        }
        if (seconds >= FIRST_MILLISECONDS) {
            return reported(
                    object,
                    field,
                    ViolationCode.MILLISECONDS,
                    "must be in Unix seconds and less than " + FIRST_MILLISECONDS + "; this looks like milliseconds");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static Instant reported(CheckedObject object, String field, ViolationCode code, String complaint) {
        object.report(field, code, complaint);
        return null;
    }

    private static boolean isNumeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
