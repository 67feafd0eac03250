package dev.qunfa.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.Backend;
import dev.qunfa.health.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class PlatformEventsComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "events-of-the-platform";

    @Test
    void other_events_are_published_where_that_is_switched_on() throws Exception {
        Backend.broker().createTopic(TOPIC, 1);
        PlatformEvents events = events(Backend.broker().bootstrapServers());

        String withRobot = "{\"event_type\":20002,\"robot_id\":\"r-1\",\"text\":\"开团啦 🎉\"}";
        events.publish(new ObjectMapper().readTree(withRobot)).await().atMost(PATIENCE);
        events.publish(new ObjectMapper().readTree("{}")).await().atMost(PATIENCE);
        events.close(null);

        assertThat(published()).containsExactly("r-1=" + withRobot, "null={}");
    }

    @Test
    void a_broker_that_does_not_answer_fails_the_callback_in_time() {
        PlatformEvents events = events("localhost:9");

        assertThat(events.publish(new ObjectMapper().createObjectNode())
                        .onItem()
                        .transform(done -> "published")
                        .onFailure()
                        .recoverWithItem("failed")
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo("failed");
        events.close(null);
    }

    @Test
    void l9_a_broker_that_is_away_keeps_one_thread_only_and_no_more_wait_than_can_be_sent() {
        PlatformEvents events = events("localhost:9");
        long threads = threads();

        List<String> outcomes = Multi.createFrom()
                .range(0, 200)
                .onItem()
                .transformToUni(i -> events.publish(new ObjectMapper().createObjectNode())
                        .replaceWith("published")
                        .onFailure()
                        .recoverWithItem(failure -> failure.getClass().getSimpleName()))
                .merge(200)
                .collect()
                .asList()
                .invoke(() -> assertThat(threads() - threads).isLessThanOrEqualTo(1))
                .await()
                .atMost(PATIENCE);

        assertThat(outcomes).hasSize(200).doesNotContain("published").contains("RejectedExecutionException");
        events.close(null);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("qunfa-platform-events"))
                .count();
    }

    private static PlatformEvents events(String address) {
        return new PlatformEvents(broker(address), enabled(), new Topics(broker(address)));
    }

    private static List<String> published() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", Backend.broker().bootstrapServers(),
                "group.id", "test-platform-events",
                "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> values.add(text(record.key()) + "=" + text(record.value())));
                return values.size() >= 2;
            });
        }
        return values;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> broker(String address) {
        return Map.of("bootstrap.servers", address);
    }

    private static PlatformEventsConfig enabled() {
        return new PlatformEventsConfig() {
            @Override
            public boolean enabled() {
                return true;
            }

            @Override
            public String topic() {
                return TOPIC;
            }
        };
    }
}
