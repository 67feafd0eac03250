package dev.qunfa.intake;

import static dev.qunfa.intake.FieldRule.FILLED;
import static dev.qunfa.intake.FieldRule.URL;
import static dev.qunfa.intake.FieldRule.atMost;
import static dev.qunfa.intake.FieldRule.between;
import static dev.qunfa.intake.ItemField.AT;
import static dev.qunfa.intake.ItemField.ATS;
import static dev.qunfa.intake.ItemField.AT_CONTACT_ID_LIST;
import static dev.qunfa.intake.ItemField.AT_LOCATION;
import static dev.qunfa.intake.ItemField.DESC;
import static dev.qunfa.intake.ItemField.HREF;
import static dev.qunfa.intake.ItemField.MSG_CONTENT;
import static dev.qunfa.intake.ItemField.MSG_NUM;
import static dev.qunfa.intake.ItemField.MSG_TYPE;
import static dev.qunfa.intake.ItemField.TITLE;
import static dev.qunfa.intake.ItemField.VOICE_TIME;
import static dev.qunfa.lifecycle.ViolationCode.OUT_OF_RANGE;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the platform's page demands of an item, as one table a message type. A field that its type does not use must
 * still have its JSON type, and {@code at} must be 0 on anything but a text; else it goes along as it is. Immutable;
 * any thread may call.
 */
final class ItemRules {
    /** In code points, of {@code msg_content} in every type and of all text in {@code ats}. */
    static final int MAX_CONTENT = 20_000;

    private static final int MAX_TITLE = 600;
    private static final int MAX_DESC = 1_024;
    private static final int MAX_VIDEO_SECONDS = 30;

    private static final ItemField[] FIELDS = ItemField.values();
    private static final KnownFields KNOWN = new KnownFields("an item of msg_list", ItemField.names());

    /** Where the type is not known, only what holds for every type is demanded. */
    private static final Map<ItemField, FieldRule> UNTYPED =
            Map.of(MSG_TYPE, FILLED.and(ItemRules::refuseType), MSG_CONTENT, atMost(MAX_CONTENT));

    private final Map<Integer, Map<ItemField, FieldRule>> byType;
    private final boolean rejectUnknown;

    ItemRules(UnknownItemFields unknown) {
        this.rejectUnknown = unknown == UnknownItemFields.REJECT;
        this.byType = Map.of(
                1, text(),
                2, linkCard(),
                3, image(),
                4, video(),
                5, voice(),
                6, file(),
                7, contactCard(),
                8, miniProgram(),
                17, rules(Map.of(ATS, new Mentions(unknown).parts())));
    }

    /** Checks everything about an item but its {@code msg_num}. */
    void check(CheckedObject item) {
        Map<ItemField, FieldRule> rules = rulesFor(item);
        for (ItemField field : FIELDS) {
            if (field != MSG_NUM && field.kind().holds(item, field.json())) {
                rules.getOrDefault(field, FieldRule.ANY).check(item, field.json());
            }
        }
        if (rejectUnknown) {
            KNOWN.check(item);
        }
    }

    private Map<ItemField, FieldRule> rulesFor(CheckedObject item) {
        long type = item.integer(MSG_TYPE.json(), 0);
        return type == (int) type ? byType.getOrDefault((int) type, UNTYPED) : UNTYPED;
    }

    private static Map<ItemField, FieldRule> text() {
        return rules(Map.of(
                MSG_CONTENT, Mentions.TEXT,
                AT, Mentions.AT,
                AT_LOCATION, between(0, 1),
                AT_CONTACT_ID_LIST, Mentions.CONTACTS));
    }

    private static Map<ItemField, FieldRule> linkCard() {
        return rules(Map.of(
                MSG_CONTENT, URL,
                HREF, FILLED.and(URL),
                TITLE, FILLED.and(atMost(MAX_TITLE)),
                DESC, atMost(MAX_DESC)));
    }

    private static Map<ItemField, FieldRule> image() {
        return rules(Map.of(MSG_CONTENT, FILLED.and(URL)));
    }

    /** A cover is mandatory for some accounts only, and which they are cannot be known here. */
    private static Map<ItemField, FieldRule> video() {
        return rules(Map.of(
                MSG_CONTENT, URL,
                VOICE_TIME, FILLED.and(between(1, MAX_VIDEO_SECONDS)),
                HREF, FILLED.and(URL)));
    }

    private static Map<ItemField, FieldRule> voice() {
        return rules(Map.of(MSG_CONTENT, FILLED.and(URL), VOICE_TIME, FILLED.and(between(1, Integer.MAX_VALUE))));
    }

    private static Map<ItemField, FieldRule> file() {
        return rules(Map.of(HREF, FILLED.and(URL), TITLE, FILLED));
    }

    private static Map<ItemField, FieldRule> contactCard() {
        return rules(Map.of(MSG_CONTENT, FILLED));
    }

    /** The title is mandatory for some accounts and not supported by others, which cannot be told apart here. */
    private static Map<ItemField, FieldRule> miniProgram() {
        return rules(Map.of(MSG_CONTENT, FILLED.and(FieldRule.BASE64_JSON), HREF, URL));
    }

    /** These rules and those that hold for every type. */
    private static Map<ItemField, FieldRule> rules(Map<ItemField, FieldRule> ofType) {
        Map<ItemField, FieldRule> rules = new EnumMap<>(ItemField.class);
        rules.put(AT, Mentions.NO_AT);
        rules.putAll(ofType);
        rules.merge(MSG_CONTENT, atMost(MAX_CONTENT), FieldRule::and);
        return rules;
    }

    private static void refuseType(CheckedObject item, String field) {
        if (item.get(field) != null) {
            item.report(field, OUT_OF_RANGE, "must be one of 1, 2, 3, 4, 5, 6, 7, 8 and 17");
        }
    }
}
