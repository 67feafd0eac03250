package dev.qunfa.results;

import dev.qunfa.store.OutboxEntry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The way to the results topic. The producer is idempotent and never gives a record up, so that a broker that is away cannot make a
 * later event of a message overtake an earlier one. A producer that is of no use any more is closed by a thread of its own, and the
 * next one begins afresh. For one thread, which waits for metadata for two seconds at most and never for the broker's answers.
 */
@ApplicationScoped
class ResultsProducer {
    /** Kafka's own default. */
    private static final int BATCH_BYTES = 16_384;

    private static final int SMALLER = 4;
    private static final int METADATA_PATIENCE_MS = 2_000;
    private static final int CLOSING_PATIENCE_MS = 1_000;

    private final Map<String, Object> settings;
    private final String topic;
    private final EventRecord records;
    private final TopicLimit topicLimit;
    private final MeterRegistry registry;
    private final boolean compresses;
    private int batchBytes = BATCH_BYTES;
    private OptionalInt limit = OptionalInt.empty();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaClientMetrics metrics;
    private Metric splits;
    private List<PartitionInfo> partitions = List.of();

    ResultsProducer(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            ResultsConfig config,
            MeterRegistry registry) {
        this.topic = config.topic();
        this.records = new EventRecord(config);
        this.topicLimit = new TopicLimit(broker, topic);
        this.registry = registry;
        this.settings = new HashMap<>(broker);
        this.compresses = !"none".equals(settings.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_PATIENCE_MS);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "qunfa-results");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    }

    /**
     * Makes sure that there is a producer, and that it knows the topic.
     *
     * @return the number of partitions
     * @throws NoTopicException if the topic is not known, because it does not exist or because no broker answers
     */
    int open() throws NoTopicException {
        try {
            if (producer == null) {
                create();
            }
            partitions = producer.partitionsFor(topic);
            return partitions.size();
        } catch (KafkaException e) {
            throw new NoTopicException(e);
        }
    }

    private void create() {
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
        splits = producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("batch-split-total"))
                .findAny()
                .orElse(null);
    }

    /** Where the key's events go: as Kafka's default partitioner does. */
    int partitionOf(String msgId) {
        return Utils.toPositive(Utils.murmur2(EventRecord.bytes(msgId))) % partitions.size();
    }

    /** Whether nobody leads the partition, as far as the producer knows. */
    boolean hasLeader(int partition) {
        return partitions.stream()
                .anyMatch(info -> info.partition() == partition
                        && info.leader() != null
                        && !info.leader().isEmpty());
    }

    /** The event's record for a partition. */
    ProducerRecord<byte[], byte[]> record(OutboxEntry entry, int partition) {
        return records.of(entry, partition);
    }

    /** Returns before the broker has it; the callback comes in any case, on the producer's thread or on this one. */
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) throws PublishingException {
        try {
            producer.send(record, callback);
        } catch (KafkaException | IllegalStateException e) {
            throw new PublishingException(e);
        }
    }

    /** Whether the topic is known to refuse a record of this size; a compressed one may be smaller. */
    boolean isTooLarge(int bytes) {
        return !compresses && limit.isPresent() && bytes > limit.getAsInt();
    }

    /** The topic may take more or less than it did. */
    void readLimit() throws InterruptedException {
        limit = topicLimit.read();
    }

    /** Whether the topic took batches of the size that this producer makes. */
    boolean makesTooLargeBatches() {
        return splits != null && splits.metricValue() instanceof Double number && number > 0;
    }

    /** The next producer makes batches that the topic takes, or far smaller ones if nobody says what it takes. */
    void makeSmallerBatches() throws InterruptedException {
        readLimit();
        int smaller = batchBytes / SMALLER;
        batchBytes = limit.isPresent() && limit.getAsInt() < batchBytes ? limit.getAsInt() : smaller;
    }

    /** A producer that failed is not used again: what it still held would mix with what is published anew. */
    void reset() throws InterruptedException {
        if (producer != null) {
            KafkaProducer<byte[], byte[]> old = producer;
            producer = null;
            splits = null;
            metrics.close();
            Thread closing = new Thread(() -> old.close(Duration.ZERO), "qunfa-relay-closing");
            closing.setDaemon(true);
            closing.start();
            // Its thread may never end; then two of one name are no harm.
            closing.join(CLOSING_PATIENCE_MS);
        }
    }

    @PreDestroy
    void close() {
        try {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
