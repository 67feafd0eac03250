package dev.qunfa.intake;

import static dev.qunfa.lifecycle.ViolationCode.NOT_ALLOWED;
import static dev.qunfa.lifecycle.ViolationCode.REQUIRED;
import static dev.qunfa.lifecycle.ViolationCode.TOO_LONG;
import static dev.qunfa.lifecycle.ViolationCode.TOO_SHORT;

import java.util.List;

/**
 * The rules about who is mentioned: {@code at}, {@code at_location} and {@code at_contact_id_list} of a text (type 1),
 * and the {@code ats} of a text with members anywhere (type 17).
 */
final class Mentions {
    private static final int NOBODY = 0;
    private static final int EVERYBODY = 1;
    private static final int SOME_MEMBERS = 2;
    private static final int TEXT_PART = 0;
    private static final int MEMBER_PART = 1;

    private static final String TYPE = "type";
    private static final String VALUE = "value";
    private static final KnownFields PART_FIELDS = new KnownFields("an entry of ats", List.of(TYPE, VALUE));
    private static final FieldRule PART_TYPE = FieldRule.FILLED.and(FieldRule.between(TEXT_PART, MEMBER_PART));

    /** {@code at} of a text. */
    static final FieldRule AT = FieldRule.between(NOBODY, SOME_MEMBERS);

    /** {@code at} of what is no text. */
    static final FieldRule NO_AT = (item, field) -> {
        if (item.integer(field, NOBODY) != NOBODY) {
            item.report(field, NOT_ALLOWED, "must be 0 or left out: only a text (msg_type 1) can mention members so");
        }
    };

    /** The text of a text, which may be empty only when it mentions somebody. */
    static final FieldRule TEXT = (item, field) -> {
        if (item.get(field) == null) {
            item.report(field, REQUIRED, "is required");
        } else if (item.text(field).isEmpty() && !mentionsSomebody(item)) {
            item.report(field, TOO_SHORT, "must not be empty unless at is 1 or 2");
        }
    };

    /** {@code at_contact_id_list} of a text. */
    static final FieldRule CONTACTS = (item, field) -> {
        if (at(item) != SOME_MEMBERS) {
            return;
        }
        if (item.get(field) instanceof Json.Arr contacts && !contacts.elements().isEmpty()) {
            checkContacts(item, field, contacts);
        } else if (item.get(field) == null) {
            item.report(field, REQUIRED, "is required when at is 2");
        } else {
            item.report(field, TOO_SHORT, "must not be empty when at is 2");
        }
    };

    private final FieldRule parts;

    /** @param unknown what becomes of unknown fields of an entry of {@code ats} */
    Mentions(UnknownItemFields unknown) {
        KnownFields fields = unknown == UnknownItemFields.REJECT ? PART_FIELDS : null;
        this.parts = FieldRule.FILLED.and((item, field) -> {
            if (item.get(field) instanceof Json.Arr array) {
                checkParts(item, field, array, fields);
            }
        });
    }

    /** {@code ats} of a text with members anywhere. */
    FieldRule parts() {
        return parts;
    }

    private static void checkContacts(CheckedObject item, String field, Json.Arr contacts) {
        for (int i = 0; i < contacts.elements().size(); i++) {
            if (((Json.Str) contacts.elements().get(i)).value().isEmpty()) {
                item.reportElement(field, i, TOO_SHORT, "must not be empty");
            }
        }
    }

    private static void checkParts(CheckedObject item, String field, Json.Arr parts, KnownFields fields) {
        int characters = 0;
        for (int i = 0; i < parts.elements().size(); i++) {
            CheckedObject part =
                    item.element(field, i, (Json.Obj) parts.elements().get(i));
            characters += checkPart(part);
            if (fields != null) {
                fields.check(part);
            }
        }
        if (characters > ItemRules.MAX_CONTENT) {
            item.report(
                    field,
                    TOO_LONG,
                    "must hold at most " + ItemRules.MAX_CONTENT + " characters of text, not " + characters);
        }
    }

    /** The number of characters of text in the part. */
    private static int checkPart(CheckedObject part) {
        boolean typed = JsonKind.INTEGER.holds(part, TYPE);
        if (typed) {
            PART_TYPE.check(part, TYPE);
        }
        long type = typed ? part.integer(TYPE, -1) : -1;
        if (!JsonKind.STRING.holds(part, VALUE)) {
            return 0;
        }
        if (type == MEMBER_PART || part.get(VALUE) == null) {
            FieldRule.FILLED.check(part, VALUE);
        }
        return type == TEXT_PART ? TextLength.of(part.text(VALUE)) : 0;
    }

    private static boolean mentionsSomebody(CheckedObject item) {
        return at(item) == EVERYBODY || at(item) == SOME_MEMBERS;
    }

    private static long at(CheckedObject item) {
        return item.integer(ItemField.AT.json(), NOBODY);
    }
}
