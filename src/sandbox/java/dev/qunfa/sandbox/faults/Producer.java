package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces requests as a user should: idempotent, in order, patient while the broker is away. And as users do. Any thread. */
final class Producer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 120_000;

    private final Map<String, Object> settings;
    private final KafkaProducer<String, byte[]> producer;

    Producer(String bootstrapServers) {
        this.settings = Map.of(
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
                0);
        this.producer = producer(settings);
    }

    /** Hands a record over; it carries the round and the fate in its headers. */
    void send(String round, Planned planned) {
        producer.send(record(round, planned));
    }

    /** Produces records in a transaction, and takes them back. Returns when that is done; the broker has to be there. */
    void abort(String round, List<Planned> plan) {
        Map<String, Object> transactional = new HashMap<>(settings);
        transactional.put("transactional.id", "faults");
        try (KafkaProducer<String, byte[]> aborting = producer(transactional)) {
            aborting.initTransactions();
            aborting.beginTransaction();
            plan.forEach(each -> aborting.send(record(round, each)));
            aborting.flush();
            aborting.abortTransaction();
        }
    }

    /** Returns when the broker has acknowledged everything. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }

    private ProducerRecord<String, byte[]> record(String round, Planned planned) {
        int partitions = producer.partitionsFor(TopicJournal.REQUESTS).size();
        byte[] key = planned.key().getBytes(StandardCharsets.UTF_8);
        int home = BuiltInPartitioner.partitionForKey(key, partitions);
        int partition = planned.elsewhere() ? crc32(key, partitions) : home;
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(TopicJournal.REQUESTS, partition, planned.key(), planned.value());
        message.headers().add(TopicJournal.ROUND, round.getBytes(StandardCharsets.UTF_8));
        message.headers().add(Request.FATE, planned.fate().name().getBytes(StandardCharsets.UTF_8));
        if (partition != home) {
            message.headers().add(Request.ELSEWHERE, new byte[0]);
        }
        return message;
    }

    /** As librdkafka's default partitioner does it. */
    private static int crc32(byte[] key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % partitions);
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
