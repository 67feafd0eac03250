package dev.qunfa.sandbox.tour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the dead-letter topic.
 *
 * @param msgId empty when the record had none
 * @param message the sentence of its {@code qunfa-detail} header
 */
record DeadLetter(String msgId, String reason, String message, byte[] value) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = StatusEvent.headers(record);
        JsonNode detail =
                Json.treeOrNull(headers.getOrDefault("qunfa-detail", "{}").getBytes(StandardCharsets.UTF_8));
        JsonNode body = Json.treeOrNull(record.value());
        return new DeadLetter(
                body == null ? "" : body.path("msg_id").asText(""),
                headers.getOrDefault("qunfa-reason", "(no reason)"),
                detail == null ? "" : detail.path("message").asText(""),
                record.value());
    }
}
