package dev.qunfa.results;

import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.store.OutboxEntry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Makes Kafka records of events: CloudEvents 1.0 in the Kafka protocol binding's binary mode. */
final class EventRecord {
    private static final int TRACE_ID_END = 35;
    private static final byte[] SPECIFICATION = bytes("1.0");
    private static final byte[] JSON = bytes("application/json");
    private static final byte[] TRUE = bytes("true");
    private static final byte[] FALSE = bytes("false");

    private final String topic;
    private final byte[] source;

    EventRecord(ResultsConfig config) {
        this.topic = config.topic();
        this.source = bytes(config.source());
    }

    ProducerRecord<byte[], byte[]> of(OutboxEntry entry, int partition) {
        StatusEvent event = entry.event();
        byte[] key = bytes(event.message().msgId());
        return new ProducerRecord<>(topic, partition, key, EventBody.of(event), headers(event, entry.traceparent()));
    }

    private RecordHeaders headers(StatusEvent event, String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_specversion", SPECIFICATION);
        add(headers, "ce_id", event.id().toString());
        headers.add("ce_source", source);
        add(headers, "ce_type", "dev.qunfa.message." + event.what().type().wireName() + ".v1");
        add(headers, "ce_time", StatusJson.rfc3339(event.occurredAt()));
        add(headers, "ce_subject", event.message().msgId());
        headers.add("content-type", JSON);
        headers.add("qunfa-final", event.message().status().isFinal() ? TRUE : FALSE);
        headers.add("qunfa-became-final", event.what().becameFinal() ? TRUE : FALSE);
        add(headers, "traceparent", childOf(traceparent, event));
        return headers;
    }

    /** The request's trace goes on with a span of the event's own, the same however often it is published. */
    private static String childOf(String traceparent, StatusEvent event) {
        String span = HexFormat.of().toHexDigits(event.id().getLeastSignificantBits());
        return traceparent.substring(0, TRACE_ID_END) + "-" + span + traceparent.substring(traceparent.length() - 3);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, bytes(value));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
