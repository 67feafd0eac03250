package dev.qunfa.intake;

import java.util.Arrays;
import java.util.List;

/** The fields of an item, in the order of the platform's page for {@code SendMsgToGroup}. */
enum ItemField {
    MSG_NUM("msg_num", JsonKind.INTEGER),
    MSG_TYPE("msg_type", JsonKind.INTEGER),
    MSG_CONTENT("msg_content", JsonKind.STRING),
    VOICE_TIME("voice_time", JsonKind.INTEGER),
    HREF("href", JsonKind.STRING),
    TITLE("title", JsonKind.STRING),
    DESC("desc", JsonKind.STRING),
    AT("at", JsonKind.INTEGER),
    AT_LOCATION("at_location", JsonKind.INTEGER),
    AT_CONTACT_ID_LIST("at_contact_id_list", JsonKind.STRINGS),
    ATS("ats", JsonKind.OBJECTS);

    private final String json;
    private final JsonKind kind;

    ItemField(String json, JsonKind kind) {
        this.json = json;
        this.kind = kind;
    }

    /** The name in JSON. */
    String json() {
        return json;
    }

    /** The type the field must have wherever it is given, used or not. */
    JsonKind kind() {
        return kind;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ItemField::json).toList();
    }
}
