package dev.qunfa.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a dead letter: the record's own, then those that say why it is one. */
final class DeadLetterHeaders {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterHeaders() {}

    static Headers of(DeadLetter letter) {
        RecordHeaders headers = new RecordHeaders(letter.record().headers());
        ownOf(letter).forEach(headers::add);
        return headers;
    }

    /** Only those that say why it is one. */
    static Headers ownOf(DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        RecordHeaders headers = new RecordHeaders();
        add(headers, "qunfa-reason", letter.reason().wireName());
        add(headers, "qunfa-detail", detail(letter));
        add(headers, "qunfa-topic", record.topic());
        add(headers, "qunfa-partition", Integer.toString(record.partition()));
        add(headers, "qunfa-offset", Long.toString(record.offset()));
        add(headers, "qunfa-timestamp", Long.toString(record.timestamp()));
        return headers;
    }

    /** Bounded: violations are at most 100, and each is short. */
    private static String detail(DeadLetter letter) {
        try {
            return JSON.writeValueAsString(Map.of("message", letter.message(), "violations", letter.violations()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A dead letter's detail cannot be written as JSON.", e);
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
