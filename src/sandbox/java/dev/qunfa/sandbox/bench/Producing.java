package dev.qunfa.sandbox.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The load generator: produces a load's requests when they are due, late ones at once. One thread. */
final class Producing {

    private final String bootstrapServers;
    private final String topic;

    Producing(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** Returns when the broker has all; {@code listener} learns when each was due. */
    void produce(Load load, Due listener) {
        Requests requests = new Requests(load);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", load.rate() > 0 ? 0 : 5);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            for (int number = 0; number < load.messages(); number++) {
                long due = due(load, start, number);
                awaitTime(due);
                listener.due(number, due);
                byte[] key = load.robotOf(number).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, requests.of(number)));
            }
        }
    }

    private static long due(Load load, long start, int number) {
        return load.rate() > 0 ? start + number * TimeUnit.SECONDS.toNanos(1) / load.rate() : System.nanoTime();
    }

    private static void awaitTime(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }
}
