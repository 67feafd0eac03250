package dev.qunfa.intake;

import dev.qunfa.lifecycle.ViolationCode;

/**
 * One object of a request while it is checked. Pointers are spelt out only once there is something to report.
 *
 * @param object its fields
 * @param pointer where it is in the request, JSON Pointer; empty for the request itself
 * @param violations where to report
 */
record CheckedObject(Json.Obj object, String pointer, Violations violations) {

    /** Null when absent or JSON null. */
    Json get(String field) {
        return object.get(field);
    }

    /** Empty when the field is absent or no string. */
    String text(String field) {
        return object.get(field) instanceof Json.Str string ? string.value() : "";
    }

    /** {@code otherwise} when the field is absent or no integer. */
    long integer(String field, long otherwise) {
        return object.get(field) instanceof Json.Num number && number.integer() ? number.saturated() : otherwise;
    }

    void report(String field, ViolationCode code, String complaint) {
        if (!violations.isFull()) {
            violations.add(pointerTo(field), code, FieldName.shown(field) + " " + complaint);
        }
    }

    /** @param complaint follows {@code an element of <field>} */
    void reportElement(String field, int index, ViolationCode code, String complaint) {
        if (!violations.isFull()) {
            violations.add(pointerTo(field) + "/" + index, code, "an element of " + field + " " + complaint);
        }
    }

    /** The object that is an element of one of this object's arrays. */
    CheckedObject element(String field, int index, Json.Obj element) {
        return new CheckedObject(element, pointer + "/" + field + "/" + index, violations);
    }

    String pointerTo(String field) {
        return pointer + "/" + FieldName.token(field);
    }
}
