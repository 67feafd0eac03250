package dev.qunfa.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.PlatformText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an event 40001 says (platform-api, 2): the result of one item.
 *
 * @param msgId the message, as the event names it
 * @param from app, robot and group, as the event names them
 * @param msgNum the item
 * @param sent its result
 * @param errMsg cleaned and cut, null if there is none
 */
record ItemResult(String msgId, Target from, int msgNum, boolean sent, String errMsg) {
    static final int EVENT_TYPE = 40001;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final int MAX_ID = 128;

    static boolean isIn(JsonNode event) {
        return number(event.path("event_type"))
                .filter(type -> type == EVENT_TYPE)
                .isPresent();
    }

    /**
     * Empty if a field is missing or says nothing. An id may come as a number, which is taken as it was written; a number as a string of
     * digits; the result as a word or as 1 and 0.
     */
    static Optional<ItemResult> read(String app, JsonNode event) {
        Optional<Integer> msgNum = number(event.path("msg_num"));
        Optional<Boolean> sent = flag(event.path("send_res"));
        boolean complete = Stream.of("robot_id", "group_id", "msg_id")
                .allMatch(
                        name -> event.path(name).isTextual() || event.path(name).isNumber());
        boolean tellsNothingElse = !event.path("err_msg").isContainerNode();
        return complete && tellsNothingElse && msgNum.isPresent() && sent.isPresent()
                ? Optional.of(of(app, event, msgNum.get(), sent.get()))
                : Optional.empty();
    }

    private static ItemResult of(String app, JsonNode event, int msgNum, boolean sent) {
        JsonNode errMsg = event.path("err_msg");
        return new ItemResult(
                event.path("msg_id").asText(),
                new Target(
                        app,
                        event.path("robot_id").asText(),
                        event.path("group_id").asText()),
                msgNum,
                sent,
                errMsg.isValueNode() && !errMsg.isNull() ? PlatformText.clean(errMsg.asText()) : null);
    }

    private static Optional<Boolean> flag(JsonNode node) {
        String word = node.isValueNode() ? node.asText().strip().toLowerCase(Locale.ROOT) : "";
        return switch (word) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Whether a message can have these ids at all; the database could not even hold some that cannot. */
    boolean canBelongToMessage() {
        return Stream.of(msgId, from.robotId(), from.groupId()).allMatch(ItemResult::isId);
    }

    Trigger.ItemReported at(Instant now) {
        return new Trigger.ItemReported(from, msgNum, sent, errMsg, now);
    }

    private static boolean isId(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= MAX_ID
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static Optional<Integer> number(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.textValue())
                    .filter(text -> DIGITS.matcher(text).matches())
                    .map(Integer::valueOf);
        }
        return node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToInt()
                ? Optional.of(node.intValue())
                : Optional.empty();
    }
}
