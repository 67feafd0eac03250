package dev.qunfa.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.results.EventBody;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers that hold several messages. */
final class MessageLists {
    private MessageLists() {}

    static Response page(List<MessageView> messages, Optional<String> nextCursor) {
        return JsonAnswer.ok(json -> {
            json.writeStartObject();
            messages(json, messages);
            json.writeStringField("next_cursor", nextCursor.orElse(null));
            json.writeEndObject();
        });
    }

    /** @param events of a message, one more than the limit if there are more */
    static Response timeline(List<StatusEvent> events, int limit) {
        List<StatusEvent> page = events.subList(0, Math.min(limit, events.size()));
        return JsonAnswer.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (StatusEvent event : page) {
                EventBody.write(json, event);
            }
            json.writeEndArray();
            if (events.size() > limit) {
                json.writeNumberField("next_after", page.get(limit - 1).what().seq());
            }
            json.writeEndObject();
        });
    }

    static Response lookup(LookupRequest request, List<MessageView> found) {
        Set<String> known =
                found.stream().map(view -> view.details().message().msgId()).collect(Collectors.toSet());
        return JsonAnswer.ok(json -> {
            json.writeStartObject();
            messages(json, found);
            json.writeArrayFieldStart("not_found");
            for (String msgId : request.msgIds()) {
                if (!known.contains(msgId)) {
                    json.writeString(msgId);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void messages(JsonGenerator json, List<MessageView> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (MessageView message : messages) {
            message.write(json);
        }
        json.writeEndArray();
    }
}
