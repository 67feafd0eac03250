package dev.qunfa.sandbox.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A message as the API shows it at the end.
 *
 * @param timeline the event ids of its timeline, in order; null if it was not read
 */
public record View(
        String status,
        boolean isFinal,
        int attempts,
        int seq,
        List<String> items,
        String errorCode,
        String msgSn,
        List<String> timeline) {

    /** Reads a message's representation, as yet without its timeline. */
    public static View of(JsonNode message) {
        return new View(
                message.path("status").asText(),
                message.path("final").asBoolean(),
                message.path("attempts").asInt(),
                message.path("seq").asInt(),
                Event.statuses(message.path("items")),
                Event.textOrNull(message.path("error").path("code")),
                Event.textOrNull(message.path("msg_sn")),
                null);
    }

    /** The same with its timeline. */
    public View withTimeline(List<String> eventIds) {
        return new View(status, isFinal, attempts, seq, items, errorCode, msgSn, eventIds);
    }
}
