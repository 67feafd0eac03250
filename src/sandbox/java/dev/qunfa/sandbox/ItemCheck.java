package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;

/** The limits of one item of msg_list, per message type. */
final class ItemCheck {

    private static final int LONGEST_CONTENT = 20_000;
    private static final int LONGEST_TITLE = 600;
    private static final int LONGEST_DESC = 1_024;
    private static final int LONGEST_VIDEO_SECONDS = 30;

    private ItemCheck() {}

    /** Returns the name of the first field that breaks a rule, empty for the item as such, or null when all is well. */
    static String firstProblem(JsonNode item) {
        if (!item.isObject()) {
            return "";
        }
        if (!item.path("msg_num").isInt() || item.path("msg_num").intValue() < 1) {
            return "msg_num";
        }
        String length = firstOverlong(item);
        return length != null ? length : firstProblemOfType(item);
    }

    private static String firstOverlong(JsonNode item) {
        if (!isAtMost(item.path("msg_content"), LONGEST_CONTENT)) {
            return "msg_content";
        }
        if (!isAtMost(item.path("title"), LONGEST_TITLE)) {
            return "title";
        }
        return isAtMost(item.path("desc"), LONGEST_DESC) ? null : "desc";
    }

    private static String firstProblemOfType(JsonNode item) {
        if (!item.path("msg_type").isInt()) {
            return "msg_type";
        }
        if (item.path("msg_type").intValue() != 1 && item.path("at").asInt(0) != 0) {
            return "at";
        }
        return switch (item.path("msg_type").intValue()) {
            case 1 -> text(item);
            case 2, 6 -> required(item, "href");
            case 3, 7 -> required(item, "msg_content");
            case 4 -> timed(item, "href", LONGEST_VIDEO_SECONDS);
            case 5 -> timed(item, "msg_content", Integer.MAX_VALUE);
            case 8 -> isBase64Json(item.path("msg_content")) ? null : "msg_content";
            case 17 -> ats(item.path("ats"));
            default -> "msg_type";
        };
    }

    private static String text(JsonNode item) {
        int at = item.path("at").asInt(0);
        if (at < 0 || at > 2) {
            return "at";
        }
        int location = item.path("at_location").asInt(0);
        if (location < 0 || location > 1) {
            return "at_location";
        }
        if (at == 2 && item.path("at_contact_id_list").isEmpty()) {
            return "at_contact_id_list";
        }
        return at == 0 && !isText(item.path("msg_content")) ? "msg_content" : null;
    }

    private static String timed(JsonNode item, String field, int longest) {
        String missing = required(item, field);
        if (missing != null) {
            return missing;
        }
        int seconds = item.path("voice_time").asInt(0);
        return seconds > 0 && seconds <= longest ? null : "voice_time";
    }

    private static String required(JsonNode item, String field) {
        return isText(item.path(field)) ? null : field;
    }

    private static String ats(JsonNode ats) {
        if (!ats.isArray() || ats.isEmpty()) {
            return "ats";
        }
        for (JsonNode each : ats) {
            boolean known = each.path("type").isInt()
                    && List.of(0, 1).contains(each.get("type").intValue());
            if (!known || !isText(each.path("value")) && !isEmptyTextPart(each)) {
                return "ats";
            }
        }
        return null;
    }

    private static boolean isEmptyTextPart(JsonNode part) {
        return part.path("type").intValue() == 0 && part.path("value").isTextual();
    }

    private static boolean isBase64Json(JsonNode content) {
        if (!isText(content)) {
            return false;
        }
        try {
            return Json.treeOrNull(Base64.getDecoder().decode(content.textValue())) != null;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean isAtMost(JsonNode value, int characters) {
        if (isAbsent(value)) {
            return true;
        }
        if (!value.isTextual()) {
            return false;
        }
        String text = value.textValue();
        return text.length() <= characters || text.codePointCount(0, text.length()) <= characters;
    }

    static boolean isText(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty();
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
