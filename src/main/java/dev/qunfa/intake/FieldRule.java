package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.BAD_FORMAT;
import static dev.qunfa.lifecycle.ViolationCode.OUT_OF_RANGE;
import static dev.qunfa.lifecycle.ViolationCode.REQUIRED;
import static dev.qunfa.lifecycle.ViolationCode.TOO_LONG;
import static dev.qunfa.lifecycle.ViolationCode.TOO_SHORT;

import java.util.Base64;

/**
 * What is demanded of one field besides its JSON type, which is known to be right (or the field is absent) when a rule
 * is asked. Rules are stateless.
 */
@FunctionalInterface
interface FieldRule {
    /** Reports to {@code object} what is wrong with its {@code field}. */
    void check(CheckedObject object, String field);

    /** Nothing is demanded. */
    FieldRule ANY = (object, field) -> {};

    /** Present and, if it is a string or an array, not empty. */
    FieldRule FILLED = (object, field) -> {
        Json value = object.get(field);
        if (value == null) {
            object.report(field, REQUIRED, "is required");
        } else if (isEmpty(value)) {
            object.report(field, TOO_SHORT, "must not be empty");
        }
    };

    /** An absolute http or https URL, if there is a text. */
    FieldRule URL = (object, field) -> {
        String text = object.text(field);
        if (!text.isEmpty() && !WebAddress.isValid(text)) {
            object.report(field, BAD_FORMAT, "must be an absolute http or https URL");
        }
    };

    /** The base64 (standard alphabet, padded or not) of a JSON document in UTF-8, if there is a text. */
    FieldRule BASE64_JSON = (object, field) -> {
        String text = object.text(field);
        if (!text.isEmpty() && !isBase64Json(text)) {
            object.report(field, BAD_FORMAT, "must be the base64 of a JSON document in UTF-8");
        }
    };

    /** A text of at most so many code points. */
    static FieldRule atMost(int characters) {
        return (object, field) -> {
            String text = object.text(field);
            if (TextLength.exceeds(text, characters)) {
                object.report(
                        field,
                        TOO_LONG,
                        "must be at most " + characters + " characters long, not " + TextLength.of(text));
            }
        };
    }

    /** An integer within these bounds, both included, if there is one. */
    static FieldRule between(int least, int most) {
        return (object, field) -> {
            Json value = object.get(field);
            if (value != null && !isBetween((Json.Num) value, least, most)) {
                object.report(
                        field,
                        OUT_OF_RANGE,
                        "must be " + (most == least + 1 ? least + " or " + most : "from " + least + " to " + most));
            }
        };
    }

    /** Both rules, this one first. */
    default FieldRule and(FieldRule other) {
        return (object, field) -> {
            check(object, field);
            other.check(object, field);
        };
    }

    private static boolean isBetween(Json.Num number, int least, int most) {
        long value = number.saturated();
        return value >= least && value <= most;
    }

    private static boolean isEmpty(Json value) {
        return value instanceof Json.Str string && string.value().isEmpty()
                || value instanceof Json.Arr array && array.elements().isEmpty();
    }

    private static boolean isBase64Json(String text) {
        try {
            return StrictJson.isJson(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
