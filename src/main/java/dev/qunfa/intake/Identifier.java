package dev.qunfa.intake;

import dev.qunfa.lifecycle.ViolationCode;

/**
 * The rule for {@code msg_id}, {@code robot_id}, {@code group_id} and {@code app}: 1 to {@value #MAX_CHARACTERS}
 * characters (Unicode code points), none of them a control character. Nothing is trimmed or folded.
 */
final class Identifier {
    static final int MAX_CHARACTERS = 128;

    private Identifier() {}

    /** What is wrong with an identifier; {@code complaint} follows the field's name. */
    record Flaw(ViolationCode code, String complaint) {}

    private static final Flaw MISSING = new Flaw(ViolationCode.REQUIRED, "is required");
    private static final Flaw EMPTY = new Flaw(ViolationCode.TOO_SHORT, "must not be empty");
    private static final Flaw LONG =
            new Flaw(ViolationCode.TOO_LONG, "must be at most " + MAX_CHARACTERS + " characters long");
    private static final Flaw CONTROL = new Flaw(ViolationCode.BAD_FORMAT, "must not contain control characters");

    /** Null when the value is a usable identifier. */
    static Flaw flaw(Json value) {
        if (value == null) {
            return MISSING;
        }
        if (!(value instanceof Json.Str string)) {
            return new Flaw(ViolationCode.WRONG_TYPE, "must be a string, not " + value.kind());
        }
        return flaw(string.value());
    }

    private static Flaw flaw(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        if (TextLength.exceeds(text, MAX_CHARACTERS)) {
            return LONG;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return CONTROL;
            }
        }
        return null;
    }

    /** The text of a usable identifier, else null. */
    static String usable(Json value) {
        return flaw(value) == null ? ((Json.Str) value).value() : null;
    }

    /** As {@link #usable}, and what is wrong is reported. */
    static String checked(CheckedObject object, String field) {
        Json value = object.get(field);
        Flaw flaw = flaw(value);
        if (flaw != null) {
            object.report(field, flaw.code(), flaw.complaint());
            return null;
        }
        return ((Json.Str) value).value();
    }
}
