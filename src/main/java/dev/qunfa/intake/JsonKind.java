package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.WRONG_TYPE;

/** The JSON types that the fields of a request have. */
enum JsonKind {
    STRING("a string"),
    INTEGER("an integer"),
    ARRAY("an array"),
    OBJECT("an object"),
    STRINGS("an array of strings"),
    OBJECTS("an array of objects");

    private final String description;

    JsonKind(String description) {
        this.description = description;
    }

    /** Whether the field is absent or of this kind; if neither, that is reported, each wrong element by itself. */
    boolean holds(CheckedObject object, String field) {
        Json value = object.get(field);
        if (value == null) {
            return true;
        }
        if (!outer().matches(value)) {
            object.report(field, WRONG_TYPE, "must be " + description + ", not " + value.kind());
            return false;
        }
        return elementKind() == null || elementsHold(object, field, (Json.Arr) value);
    }

    private boolean elementsHold(CheckedObject object, String field, Json.Arr array) {
        boolean hold = true;
        for (int i = 0; i < array.elements().size() && !object.violations().isFull(); i++) {
            Json element = array.elements().get(i);
            if (!elementKind().matches(element)) {
                object.reportElement(
                        field, i, WRONG_TYPE, "must be " + elementKind().description + ", not " + element.kind());
                hold = false;
            }
        }
        return hold && !object.violations().isFull();
    }

    private boolean matches(Json value) {
        return switch (this) {
            case STRING -> value instanceof Json.Str;
            case INTEGER -> value instanceof Json.Num number && number.integer();
            case OBJECT -> value instanceof Json.Obj;
            case ARRAY, STRINGS, OBJECTS -> value instanceof Json.Arr;
        };
    }

    private JsonKind outer() {
        return elementKind() == null ? this : ARRAY;
    }

    private JsonKind elementKind() {
        return switch (this) {
            case STRINGS -> STRING;
            case OBJECTS -> OBJECT;
            case STRING, INTEGER, ARRAY, OBJECT -> null;
        };
    }
}
