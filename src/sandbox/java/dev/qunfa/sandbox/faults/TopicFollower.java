package dev.qunfa.sandbox.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Hands over every record of some topics from their beginning on, on a thread of its own, across restarts of the broker,
 * until it is closed.
 */
final class TopicFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    TopicFollower(String bootstrapServers, List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> to) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "fetch.max.wait.ms",
                        100,
                        "auto.offset.reset",
                        "earliest",
                        "reconnect.backoff.max.ms",
                        200),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(topic -> partitions.addAll(partitionsOf(topic)));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.thread = new Thread(() -> follow(to), "topics");
        thread.setDaemon(true);
        thread.start();
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + topic + " to follow");
        }
        return partitions;
    }

    private void follow(Consumer<ConsumerRecord<byte[], byte[]>> to) {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(to);
            }
        } catch (WakeupException stopped) {
            return;
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
