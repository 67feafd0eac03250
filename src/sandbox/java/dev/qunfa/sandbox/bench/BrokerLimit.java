package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The broker's limit: requests that this process produces and consumes itself. */
final class BrokerLimit {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String broker;
    private final long brokerPid;

    BrokerLimit(String broker, long brokerPid) {
        this.broker = broker;
        this.brokerPid = brokerPid;
    }

    Limit measure(Load load) throws InterruptedException {
        double cpu = cpu();
        CountDownLatch assigned = new CountDownLatch(1);
        Thread consuming = new Thread(() -> consume(load.messages(), assigned), "limit");
        consuming.setDaemon(true);
        consuming.start();
        assigned.await();
        long start = System.nanoTime();
        new Producing(broker, Subject.LIMIT.requests()).produce(load, Due.IGNORED);
        consuming.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Limit(
                "broker, produce and consume", load.messages() / seconds, (cpu() - cpu) * 1_000 / load.messages());
    }

    private void consume(int messages, CountDownLatch assigned) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(Subject.LIMIT.requests())
                    .forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            assigned.countDown();
            int received = 0;
            while (received < messages) {
                received += consumer.poll(POLL).count();
            }
        }
    }

    private double cpu() {
        return Processes.cpuSeconds(brokerPid)
                + Processes.cpuSeconds(ProcessHandle.current().pid());
    }
}
