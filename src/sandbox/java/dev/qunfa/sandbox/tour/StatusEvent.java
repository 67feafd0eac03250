package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.qunfa.sandbox.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the results topic.
 *
 * @param body the event; a missing node when it was not JSON
 */
record StatusEvent(String key, Map<String, String> headers, JsonNode body) {

    static StatusEvent of(ConsumerRecord<byte[], byte[]> message) {
        JsonNode body = Json.treeOrNull(message.value());
        return new StatusEvent(
                message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8),
                headers(message),
                body == null ? MissingNode.getInstance() : body);
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new TreeMap<>();
        message.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    String text(String field) {
        return body.path(field).asText("");
    }

    int seq() {
        return body.path("seq").asInt();
    }

    boolean isFinal() {
        return body.path("final").asBoolean();
    }
}
