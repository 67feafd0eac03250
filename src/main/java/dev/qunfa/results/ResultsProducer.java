package dev.qunfa.results;

import dev.qunfa.store.OutboxEntry;
import dev.qunfa.store.OutboxRow;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events in their order. The producer is idempotent and never gives a record up, so that a broker that is away
 * cannot make a later event of a message overtake an earlier one. For one thread, which need not wait for the broker.
 */
@ApplicationScoped
class ResultsProducer {
    private final Map<String, Object> settings;
    private final EventRecord records;
    private final Map<Long, RowUnderway> underway = new LinkedHashMap<>();
    private volatile AtomicInteger eventsUnderway = new AtomicInteger();
    private Runnable acknowledgement = () -> {};
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

    /** @param listener called on the producer's own thread when the broker has answered for a row; must not block */
    void listen(Runnable listener) {
        acknowledgement = listener;
    }

    /**
     * Sends the events of a row; returns before the broker has them.
     *
     * @throws PublishingException if one is refused at once: what comes after it must not overtake it
     */
    void publish(OutboxRow row) throws PublishingException {
        AtomicInteger count = eventsUnderway;
        RowUnderway sent = new RowUnderway(row, () -> {
            count.addAndGet(-row.events().size());
            acknowledgement.run();
        });
        underway.put(row.id(), sent);
        count.addAndGet(row.events().size());
        for (OutboxEntry entry : row.events()) {
            producer().send(records.of(entry), sent);
            sent.throwIfRefused();
        }
    }

    /**
     * The rows that the broker has taken whole.
     *
     * @throws PublishingException if it refused an event
     */
    List<OutboxRow> acknowledged() throws PublishingException {
        List<OutboxRow> acknowledged = new ArrayList<>();
        for (RowUnderway sent : underway.values()) {
            if (sent.isAcknowledged()) {
                acknowledged.add(sent.row());
            }
        }
        return acknowledged;
    }

    /** These rows have left the outbox. */
    void forget(List<OutboxRow> rows) {
        rows.forEach(row -> underway.remove(row.id()));
    }

    /** The rows that were published and not forgotten yet. */
    Collection<Long> underway() {
        return underway.keySet();
    }

    /** How many events the broker has not acknowledged yet; those of a row count until the last of them is. */
    int eventsUnderway() {
        return eventsUnderway.get();
    }

    /** A producer that failed is not used again: what it still held would mix with what is published anew. */
    void reset() {
        underway.clear();
        eventsUnderway = new AtomicInteger();
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
