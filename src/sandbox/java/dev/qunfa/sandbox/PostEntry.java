package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** A POST while it happens. Written by the platform's event loop, read by any thread. */
final class PostEntry {

    final long seq;
    private final long headAt;
    private volatile long arrivedAt;
    private volatile long answeredAt;
    private volatile boolean abandoned;
    private volatile String msgId;
    private volatile String robotId;
    private volatile String groupId;
    private volatile String deadLine;
    private volatile String app;
    private volatile String verdict = "";
    private volatile String msgSn;
    private volatile int items;
    private volatile int repeat;
    private volatile byte[] body;

    PostEntry(long seq, long headAt) {
        this.seq = seq;
        this.headAt = headAt;
    }

    void arrived(long at, byte[] bytes) {
        arrivedAt = at;
        body = bytes;
    }

    void describe(JsonNode request) {
        msgId = textOrNull(request, "msg_id");
        robotId = textOrNull(request, "robot_id");
        groupId = textOrNull(request, "group_id");
        deadLine = request.hasNonNull("dead_line") ? request.get("dead_line").asText() : null;
        items = request.path("msg_list").size();
    }

    void sentBy(PlatformApp sender) {
        app = sender == null ? null : sender.name();
    }

    void repeats(int earlier) {
        repeat = earlier;
    }

    void judged(String judgement) {
        verdict = judgement;
    }

    void numbered(String serial) {
        msgSn = serial;
    }

    /** The first end counts: an answer to a client that has left ends nothing. */
    void answered(long at) {
        answeredAt = answeredAt == 0 ? at : answeredAt;
    }

    void abandoned(long at) {
        abandoned = answeredAt == 0;
        answered(at);
    }

    String msgId() {
        return msgId;
    }

    int repeat() {
        return repeat;
    }

    int bodyLength() {
        byte[] bytes = body;
        return bytes == null ? 0 : bytes.length;
    }

    void dropBody() {
        body = null;
    }

    Post snapshot(boolean withBody) {
        byte[] bytes = body;
        String text = withBody && bytes != null ? new String(bytes, StandardCharsets.UTF_8) : null;
        return new Post(
                seq,
                msgId,
                app,
                robotId,
                groupId,
                headAt,
                arrivedAt,
                answeredAt,
                abandoned,
                deadLine,
                items,
                repeat,
                verdict,
                msgSn,
                text);
    }

    private static String textOrNull(JsonNode request, String field) {
        return request.path(field).isTextual() ? request.get(field).textValue() : null;
    }
}
