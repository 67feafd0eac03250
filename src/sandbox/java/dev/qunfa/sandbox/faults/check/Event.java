package dev.qunfa.sandbox.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A status event as it was read off the results topic.
 *
 * @param occurredAt Unix milliseconds, 0 if it does not say
 * @param item number of the item that it is about, 0 for none
 * @param itemStatus of that item, null for none
 * @param items the status of every item, in the order of their numbers
 * @param errorCode null for none
 * @param envelope the headers and the key, as far as they can be compared with the body: empty if all agree
 */
public record Event(
        Place place,
        long occurredAt,
        String msgId,
        int seq,
        String eventId,
        String event,
        String status,
        boolean isFinal,
        boolean becameFinal,
        int item,
        String itemStatus,
        List<String> items,
        String errorCode,
        int attempts,
        String msgSn,
        String metadata,
        String envelope) {

    /** Reads a record's value, its key and headers. */
    public static Event of(Place place, String key, Map<String, String> headers, JsonNode body) {
        return new Event(
                place,
                millis(body.path("occurred_at").asText()),
                body.path("msg_id").asText(),
                body.path("seq").asInt(),
                body.path("event_id").asText(),
                body.path("event").asText(),
                body.path("status").asText(),
                body.path("final").asBoolean(),
                body.path("became_final").asBoolean(),
                body.path("item").path("msg_num").asInt(),
                textOrNull(body.path("item").path("status")),
                statuses(body.path("items")),
                textOrNull(body.path("error").path("code")),
                body.path("attempts").asInt(),
                textOrNull(body.path("msg_sn")),
                body.path("metadata").toString(),
                disagreement(key, headers, body));
    }

    /** What both must say when one event was published twice. */
    public Event withoutPlace() {
        return new Event(
                null,
                occurredAt,
                msgId,
                seq,
                eventId,
                event,
                status,
                isFinal,
                becameFinal,
                item,
                itemStatus,
                items,
                errorCode,
                attempts,
                msgSn,
                metadata,
                envelope);
    }

    private static long millis(String time) {
        return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
    }

    static List<String> statuses(JsonNode items) {
        List<String> statuses = new ArrayList<>();
        items.forEach(each -> statuses.add(each.path("status").asText()));
        return statuses;
    }

    static String textOrNull(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static String disagreement(String key, Map<String, String> headers, JsonNode body) {
        Map<String, String> expected = Map.of(
                "ce_id", body.path("event_id").asText(),
                "ce_subject", body.path("msg_id").asText(),
                "ce_time", body.path("occurred_at").asText(),
                "ce_type", "dev.qunfa.message." + body.path("event").asText() + ".v1",
                "qunfa-final", body.path("final").asText(),
                "qunfa-became-final", body.path("became_final").asText());
        List<String> wrong = new ArrayList<>();
        expected.forEach((header, value) -> {
            if (!value.equals(headers.get(header))) {
                wrong.add(header + " is " + headers.get(header));
            }
        });
        if (!body.path("msg_id").asText().equals(key)) {
            wrong.add("the key is " + key);
        }
        return String.join(", ", wrong);
    }
}
