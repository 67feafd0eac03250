package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.TOO_LONG;
import static dev.qunfa.lifecycle.ViolationCode.WRONG_TYPE;

import java.util.Map;

/** The rule for {@code metadata}: an object of strings, at most {@value #MAX_BYTES} bytes as compact UTF-8 JSON. */
final class Metadata {
    static final int MAX_BYTES = 4_096;
    static final String FIELD = "metadata";

    private Metadata() {}

    /** The compact JSON text; null when the field is absent, or wrong and reported. */
    static String checked(CheckedObject request) {
        if (!(request.get(FIELD) instanceof Json.Obj metadata)) {
            JsonKind.OBJECT.holds(request, FIELD);
            return null;
        }
        boolean strings = areStrings(new CheckedObject(metadata, request.pointerTo(FIELD), request.violations()));
        String text = JsonText.compact(metadata, MAX_BYTES / 8);
        int bytes = JsonText.utf8(text).length;
        if (bytes > MAX_BYTES) {
            request.report(FIELD, TOO_LONG, "must be at most " + MAX_BYTES + " bytes of JSON, not " + bytes);
            return null;
        }
        return strings ? text : null;
    }

    private static boolean areStrings(CheckedObject metadata) {
        boolean strings = true;
        for (Map.Entry<String, Json> entry : metadata.object().fields().entrySet()) {
            if (!(entry.getValue() instanceof Json.Str)) {
                strings = false;
                metadata.report(
                        entry.getKey(),
                        WRONG_TYPE,
                        "must be a string, not " + entry.getValue().kind());
            }
        }
        return strings;
    }
}
