package dev.qunfa.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.results.StatusJson;
import dev.qunfa.store.MessageDetails;
import dev.qunfa.store.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the API shows of a message. Every field is always there, null where it does not apply; {@code content} only where
 * the configuration exposes it.
 *
 * @param details the message
 * @param waiting why it has not gone out, null if it does not wait
 * @param content the content, null to show none
 */
record MessageView(MessageDetails details, Waiting waiting, Content content) {
    /** @param body UTF-8 JSON, null where it is gone or never was valid */
    record Content(byte[] body) {}

    void write(JsonGenerator json) throws IOException {
        Message message = details.message();
        json.writeStartObject();
        identity(json, message);
        state(json, message);
        if (content != null) {
            StatusJson.raw(
                    json,
                    "content",
                    content.body() == null ? null : new String(content.body(), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
    }

    private static void identity(JsonGenerator json, Message message) throws IOException {
        json.writeStringField("msg_id", message.msgId());
        json.writeStringField("status", message.status().name());
        json.writeBooleanField("final", message.status().isFinal());
        json.writeStringField("app", message.target().app());
        json.writeStringField("robot_id", message.target().robotId());
        json.writeStringField("group_id", message.target().groupId());
        json.writeStringField("msg_sn", message.msgSn());
    }

    private void state(JsonGenerator json, Message message) throws IOException {
        StatusJson.seconds(json, "dead_line", message.schedule().deadline());
        StatusJson.seconds(json, "not_before", message.schedule().notBefore());
        json.writeNumberField("attempts", message.attempts());
        StatusJson.items(json, message.items());
        StatusJson.error(json, message.state().error());
        StatusJson.raw(json, "metadata", details.metadata());
        waitingFor(json);
        json.writeNumberField("seq", message.seq());
        StatusJson.time(json, "created_at", details.createdAt());
        StatusJson.time(json, "updated_at", details.updatedAt());
    }

    private void waitingFor(JsonGenerator json) throws IOException {
        if (waiting == null) {
            json.writeNullField("waiting_for");
            return;
        }
        json.writeObjectFieldStart("waiting_for");
        json.writeStringField("reason", waiting.reason().wireName());
        StatusJson.time(json, "until", waiting.until());
        json.writeEndObject();
    }
}
