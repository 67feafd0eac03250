package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces requests as a user should: idempotent, in order, patient while the broker is away. Any thread. */
final class Producer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 120_000;

    private final KafkaProducer<String, byte[]> producer;

    Producer(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "delivery.timeout.ms",
                        PATIENCE_MILLIS,
                        "max.block.ms",
                        PATIENCE_MILLIS,
                        "reconnect.backoff.max.ms",
                        200,
                        "linger.ms",
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Hands a record over; it carries the round and the fate in its headers. */
    void send(String round, Planned planned) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(TopicJournal.REQUESTS, planned.key(), planned.value());
        message.headers().add(TopicJournal.ROUND, round.getBytes(StandardCharsets.UTF_8));
        message.headers().add(Request.FATE, planned.fate().name().getBytes(StandardCharsets.UTF_8));
        producer.send(message);
    }

    /** Returns when the broker has acknowledged everything. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
