package dev.qunfa.sandbox.tour;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The service's topics on the sandbox's broker, under their default names.
 *
 * @param bootstrapServers where the broker listens
 */
record Topics(String bootstrapServers) {

    static final String REQUESTS = "qunfa.requests";
    static final String RESULTS = "qunfa.results";
    static final String DEAD_LETTERS = "qunfa.requests.dlq";
    private static final int PARTITIONS = 8;
    private static final int LIMIT_SECONDS = 30;

    /** One record to produce; a null key is produced as none. */
    record Outgoing(String key, byte[] value) {}

    /** Creates the topics, which must not exist yet. */
    void create() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> topics = List.of(
                    new NewTopic(REQUESTS, PARTITIONS, (short) 1),
                    new NewTopic(RESULTS, PARTITIONS, (short) 1),
                    new NewTopic(DEAD_LETTERS, 1, (short) 1));
            admin.createTopics(topics).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot create the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics", e);
        }
    }

    /** Produces records to the requests topic, in order, and returns when the broker has acknowledged them all. */
    void produce(List<Outgoing> records) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "max.request.size",
                4 * 1024 * 1024,
                "linger.ms",
                0);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (Outgoing each : records) {
                producer.send(new ProducerRecord<>(REQUESTS, each.key(), each.value()))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot produce to " + REQUESTS, e);
        }
    }
}
