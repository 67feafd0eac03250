package dev.qunfa.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.health.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes callbacks of other event types, where that is switched on. The producer is made when the first one comes, so
 * that a service that publishes none has none. Thread-safe.
 */
@ApplicationScoped
class PlatformEvents {
    /** Below the time within which a callback must be answered. */
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(3).toMillis();

    /** More would not be sent in time anyway. */
    private static final int MOST_WAITING = 64;

    private final PlatformEventsConfig config;
    private final Topics topics;
    private final Map<String, Object> settings;
    /** Of its own: a broker that is away keeps it for seconds a record, and others have work for the shared one. */
    private final ThreadPoolExecutor sender = sender();

    private Producer<byte[], byte[]> producer;

    PlatformEvents(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            PlatformEventsConfig config,
            Topics topics) {
        this.config = config;
        this.topics = topics;
        this.settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "qunfa-platform-events");
    }

    private static ThreadPoolExecutor sender() {
        ThreadPoolExecutor sender = new ThreadPoolExecutor(
                1, 1, PATIENCE_MS, TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "qunfa-platform-events");
                    thread.setDaemon(true);
                    return thread;
                });
        sender.allowCoreThreadTimeOut(true);
        return sender;
    }

    /**
     * Completes after the broker's acknowledgement; at once if nothing is to be published. Fails if that takes longer than a callback
     * can wait, if too many wait already, and if the topic does not exist: brokers may create it otherwise.
     */
    Uni<Void> publish(JsonNode event) {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        if (topics.isMissing(config.topic())) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("the topic " + config.topic() + " does not exist"));
        }
        return Uni.createFrom().completionStage(() -> sent(record(event)));
    }

    synchronized void close(@Observes ShutdownEvent stop) {
        sender.shutdown();
        if (producer != null) {
            producer.close(Duration.ofMillis(PATIENCE_MS));
        }
    }

    private CompletableFuture<Void> sent(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            sender.execute(() -> send(record, acknowledged));
        } catch (RejectedExecutionException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged.orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Asking the broker for the topic may block. What nobody waits for any more is not sent: the platform repeats it. */
    private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> acknowledged) {
        if (acknowledged.isDone()) {
            return;
        }
        try {
            producer().send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(JsonNode event) {
        String robotId = event.path("robot_id").asText(null);
        return new ProducerRecord<>(config.topic(), robotId == null ? null : bytes(robotId), bytes(event.toString()));
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
