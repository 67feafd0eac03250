package dev.qunfa.results;

import dev.qunfa.store.OutboxEntry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events in their order. The producer is idempotent and never gives a record up, so that a broker that is away
 * cannot make a later event of a message overtake an earlier one. For one thread.
 */
@ApplicationScoped
class ResultsProducer {
    private final Map<String, Object> settings;
    private final EventRecord records;
    private Producer<byte[], byte[]> producer;

    ResultsProducer(@Identifier("default-kafka-broker") Map<String, Object> broker, ResultsConfig config) {
        this.records = new EventRecord(config);
        this.settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "qunfa-results");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    }

    /**
     * Blocks until the broker has acknowledged every event.
     *
     * @throws ExecutionException if it refused one; the events before it, and maybe some after it, are published
     */
    void publish(List<OutboxEntry> entries) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(entries.size());
        for (OutboxEntry entry : entries) {
            acknowledgements.add(producer().send(records.of(entry)));
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    /** A producer that failed is not used again: what it still held would mix with what is published anew. */
    void reset() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    @PreDestroy
    void close() {
        reset();
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
