package dev.qunfa.results;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.lifecycle.Item;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The one way in which a {@link StatusEvent} becomes JSON: what the results topic carries and what the API's timeline
 * shows cannot differ. Every field is always there, null where it does not apply. Stateless, for any thread.
 */
public final class EventBody {
    private static final int TYPICAL_SIZE = 768;

    private EventBody() {}

    /** The event as UTF-8 JSON, an array of its own. */
    public static byte[] of(StatusEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (JsonGenerator json = StatusJson.generator(bytes)) {
            write(json, event);
        } catch (IOException e) {
            throw new UncheckedIOException("An event cannot be written as JSON.", e);
        }
        return bytes.toByteArray();
    }

    /** Writes the event as one JSON object. */
    public static void write(JsonGenerator json, StatusEvent event) throws IOException {
        json.writeStartObject();
        identity(json, event);
        message(json, event.message());
        outcome(json, event);
        json.writeEndObject();
    }

    private static void identity(JsonGenerator json, StatusEvent event) throws IOException {
        json.writeStringField("event_id", event.id().toString());
        json.writeNumberField("seq", event.what().seq());
        json.writeStringField("event", event.what().type().wireName());
        json.writeStringField("status", event.message().status().name());
        json.writeBooleanField("final", event.message().status().isFinal());
        json.writeBooleanField("became_final", event.what().becameFinal());
    }

    private static void message(JsonGenerator json, Snapshot message) throws IOException {
        json.writeStringField("msg_id", message.msgId());
        json.writeStringField("app", message.target().app());
        json.writeStringField("robot_id", message.target().robotId());
        json.writeStringField("group_id", message.target().groupId());
        json.writeStringField("msg_sn", message.msgSn());
    }

    private static void outcome(JsonGenerator json, StatusEvent event) throws IOException {
        Snapshot message = event.message();
        item(json, event);
        StatusJson.items(json, message.items());
        StatusJson.error(json, event.what().error());
        json.writeNumberField("attempts", message.attempts());
        StatusJson.seconds(json, "dead_line", message.deadline());
        StatusJson.time(json, "occurred_at", event.occurredAt());
        StatusJson.raw(json, "metadata", message.metadata());
    }

    private static void item(JsonGenerator json, StatusEvent event) throws IOException {
        Item item = event.message().items().numbered(event.what().msgNum()).orElse(null);
        if (item == null) {
            json.writeNullField("item");
            return;
        }
        json.writeObjectFieldStart("item");
        json.writeNumberField("msg_num", item.head().msgNum());
        StatusJson.result(json, item);
        json.writeEndObject();
    }
}
