package dev.qunfa.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes callbacks of other event types, where that is switched on. The producer is made when the first one comes, so
 * that a service that publishes none has none. Thread-safe.
 */
@ApplicationScoped
class PlatformEvents {
    /** Below the time within which a callback must be answered. */
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(3).toMillis();

    private final PlatformEventsConfig config;
    private final Map<String, Object> settings;
    private Producer<byte[], byte[]> producer;

    PlatformEvents(@Identifier("default-kafka-broker") Map<String, Object> broker, PlatformEventsConfig config) {
        this.config = config;
        this.settings = new HashMap<>(broker);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "qunfa-platform-events");
    }

    /** Completes after the broker's acknowledgement; at once if nothing is to be published. */
    Uni<Void> publish(JsonNode event) {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(() -> send(record(event)))
                .runSubscriptionOn(Infrastructure.getDefaultExecutor());
    }

    synchronized void close(@Observes ShutdownEvent stop) {
        if (producer != null) {
            producer.close(Duration.ofMillis(PATIENCE_MS));
        }
    }

    /** Asking the broker for the topic may block. */
    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        producer().send(record, (metadata, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
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
