package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.sandbox.Json;
import java.util.Base64;
import java.util.List;

/** Builds the tour's send requests. One thread. */
final class Request {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> OWN_FIELDS = List.of("app", "not_before", "metadata");

    private final ObjectNode body = NODES.objectNode();

    private Request(String msgId) {
        body.put("msg_id", msgId).put("robot_id", "tour-robot").put("group_id", "tour-group");
        body.putArray("msg_list");
    }

    static Request of(String msgId) {
        return new Request(msgId);
    }

    /** Sends to a group of its own, so that no other message's turn comes into play. */
    Request group(String groupId) {
        body.put("group_id", groupId);
        return this;
    }

    Request with(String field, long value) {
        body.put(field, value);
        return this;
    }

    Request item(ObjectNode item) {
        int msgNum = body.withArray("/msg_list").size() + 1;
        body.withArray("/msg_list")
                .add(NODES.objectNode().put("msg_num", msgNum).setAll(item));
        return this;
    }

    Request text(String text) {
        return item(type(1).put("msg_content", text));
    }

    Request metadata(String key, String value) {
        body.withObject("/metadata").put(key, value);
        return this;
    }

    byte[] bytes() {
        return Json.bytes(body);
    }

    String robotId() {
        return body.path("robot_id").asText();
    }

    /** What the platform must receive of a produced request: everything but the service's own fields. */
    static JsonNode platformBody(byte[] produced) {
        ObjectNode request = (ObjectNode) Json.treeOrNull(produced);
        return request.remove(OWN_FIELDS);
    }

    static ObjectNode type(int msgType) {
        return NODES.objectNode().put("msg_type", msgType);
    }

    static ObjectNode link() {
        return type(2).put("title", "秋季新品 🍂 \"八折\"")
                .put("desc", "只限今天")
                .put("href", "https://shop.example.com/autumn?from=群")
                .put("msg_content", "https://shop.example.com/icon.png");
    }

    static ObjectNode image() {
        return type(3).put("msg_content", "https://shop.example.com/poster.jpg");
    }

    static ObjectNode video() {
        return type(4).put("msg_content", "https://shop.example.com/cover.jpg")
                .put("href", "https://shop.example.com/video.mp4")
                .put("voice_time", 12);
    }

    static ObjectNode voice() {
        return type(5).put("msg_content", "https://shop.example.com/hello.amr").put("voice_time", 3);
    }

    static ObjectNode file() {
        return type(6).put("href", "https://shop.example.com/list.pdf").put("title", "价目表.pdf");
    }

    static ObjectNode contactCard() {
        return type(7).put("msg_content", "contact-7001");
    }

    static ObjectNode miniProgram() {
        byte[] page = Json.bytes(NODES.objectNode().put("appid", "wx0").put("path", "pages/index"));
        return type(8).put("msg_content", Base64.getEncoder().encodeToString(page))
                .put("href", "https://shop.example.com/mini.jpg")
                .put("title", "小程序");
    }

    static ObjectNode mentions() {
        ObjectNode item = type(17);
        item.putArray("ats")
                .add(NODES.objectNode().put("type", 0).put("value", "请 "))
                .add(NODES.objectNode().put("type", 1).put("value", "contact-7001"))
                .add(NODES.objectNode().put("type", 0).put("value", " 看一下"));
        return item;
    }
}
