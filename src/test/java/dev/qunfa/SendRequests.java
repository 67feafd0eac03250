package dev.qunfa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the JSON of send requests for tests: valid unless told otherwise, for robot {@code r-1} and group {@code g-1}.
 * Items are numbered 1..n as they are added; values may be {@link #raw raw} JSON.
 */
public final class SendRequests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<Object> items = new ArrayList<>();

    private SendRequests(String msgId) {
        fields.put("msg_id", msgId);
        fields.put("robot_id", "r-1");
        fields.put("group_id", "g-1");
        fields.put("msg_list", items);
    }

    /** A request of one text. */
    public static SendRequests text(String msgId) {
        return of(msgId, SendItems.text("hi"));
    }

    /** A request of one item of each of the nine types. */
    public static SendRequests ofEveryType(String msgId) {
        return of(msgId, SendItems.ofEveryType());
    }

    public static SendRequests of(String msgId, Map<String, ?> item) {
        return of(msgId, List.of(item));
    }

    public static SendRequests of(String msgId, List<? extends Map<String, ?>> items) {
        SendRequests request = new SendRequests(msgId);
        items.forEach(request::item);
        return request;
    }

    /** A value whose JSON is given as it is, for what no Java value is written as: {@code 1.0}, a lone surrogate. */
    public static Object raw(String json) {
        return new RawValue(json);
    }

    public SendRequests robot(String robotId) {
        return with("robot_id", robotId);
    }

    public SendRequests group(String groupId) {
        return with("group_id", groupId);
    }

    public SendRequests app(String app) {
        return with("app", app);
    }

    /** @param seconds Unix seconds, a number or a string */
    public SendRequests deadLine(Object seconds) {
        return with("dead_line", seconds);
    }

    /** @param seconds Unix seconds, a number or a string */
    public SendRequests notBefore(Object seconds) {
        return with("not_before", seconds);
    }

    public SendRequests metadata(Map<String, ?> metadata) {
        return with("metadata", metadata);
    }

    /** Sets any field of the request to any value, null included. */
    public SendRequests with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    public SendRequests without(String field) {
        fields.remove(field);
        return this;
    }

    /** Adds an item, and a {@code msg_num} if it has none. */
    public SendRequests item(Map<String, ?> item) {
        Map<String, Object> numbered = new LinkedHashMap<>();
        numbered.put("msg_num", items.size() + 1);
        numbered.putAll(item);
        items.add(numbered);
        return this;
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a fixture that is no JSON", e);
        }
    }

    public byte[] toBytes() {
        return toJson().getBytes(StandardCharsets.UTF_8);
    }
}
