package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay with a real database and a real broker: what cannot be published costs itself only (I12). */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class RelayComponentTest {
    private static final String TOPIC = "qunfa.results";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITION = 3;
    private static final int KAFKAS_OWN_LIMIT = 1_048_588;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI base;

    @Inject
    Pool pool;

    @Inject
    Relay relay;

    private final Map<String, List<JsonNode>> read = new HashMap<>();
    private KafkaConsumer<byte[], byte[]> consumer;
    private Admin admin;

    @BeforeEach
    void readFromTheEndOn() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", Backend.broker().bootstrapServers());
        admin = Admin.create(settings);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    @AfterEach
    void close() throws Exception {
        limit(KAFKAS_OWN_LIMIT);
        consumer.close();
        admin.close();
    }

    private void limit(int bytes) throws Exception {
        AlterConfigOp op = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC), List.of(op)))
                .all()
                .get();
    }

    private RowSet<Row> sql(String sql, Object... parameters) {
        return pool.preparedQuery(sql).execute(Tuple.wrap(parameters)).await().atMost(PATIENCE);
    }

    private long message(String msgId) {
        return sql(
                        """
                        insert into message(msg_id, app, robot_id, group_id, partition, record_offset, status, attempts, seq,
                                            item_types, item_results, content_hash, metadata, traceparent, created_at, updated_at)
                        values ($1, 'default', 'r', 'g', $2, 1, 'REJECTED', 0, 2, '1', 'N', '\\x00', $3,
                                '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', now(), now())
                        returning id
                        """,
                        msgId,
                        PARTITION,
                        "\"" + "x".repeat(900) + "\"")
                .iterator()
                .next()
                .getLong("id");
    }

    private void event(long messageId, int seq, String type, int size) {
        sql(
                """
                insert into message_event(message_id, seq, event, status, msg_num, attempts, error, item_results, occurred_at)
                values ($1, $2, $3, 'REJECTED', 0, 0, $4, 'N', now())
                """,
                messageId,
                seq,
                type,
                "{\"code\":\"INVALID_REQUEST\",\"message\":\"" + "x".repeat(size) + "\",\"violations\":[]}");
    }

    private void told(List<Long> messageIds, List<Integer> seqs) {
        sql(
                "insert into outbox(partition, message_ids, seqs) values ($1, $2, $3)",
                PARTITION,
                messageIds.toArray(Long[]::new),
                seqs.toArray(Integer[]::new));
    }

    /** What came for the first time: a producer that is made anew repeats. */
    private List<Integer> published(String msgId) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> read.computeIfAbsent(
                        new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
                .add(json(record.value())));
        return read.getOrDefault(msgId, List.of()).stream()
                .map(event -> event.get("seq").asInt())
                .distinct()
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPublished(String msgId, Integer... seqs) {
        Awaitility.await(msgId).pollInSameThread().atMost(PATIENCE).untilAsserted(() -> assertThat(published(msgId))
                .containsExactly(seqs));
    }

    private List<Integer> held(long messageId) {
        List<Integer> seqs = new ArrayList<>();
        sql("select seq from outbox_held where message_id = $1 order by seq", messageId)
                .forEach(row -> seqs.add(row.getInteger("seq")));
        return seqs;
    }

    private void awaitHeld(long messageId, Integer... seqs) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(held(messageId))
                .containsExactly(seqs));
    }

    private void awaitPublishedOnceDue(long messageId, String msgId, Integer... seqs) {
        Awaitility.await(msgId).pollInSameThread().atMost(PATIENCE).untilAsserted(() -> {
            sql("update outbox_held set retry_at = now() - interval '1 second' where message_id = $1", messageId);
            assertThat(published(msgId)).containsExactly(seqs);
        });
        awaitHeld(messageId);
    }

    @Test
    void i12WhatTheTopicRefusesWaitsForItAndNothingElseDoes() throws Exception {
        limit(4_096);
        long large = message("relay-large");
        event(large, 1, "rejected", 9_000);
        event(large, 2, "refused_duplicate", 10);
        List<Long> ids = new ArrayList<>(List.of(large));
        List<Integer> seqs = new ArrayList<>(List.of(1));
        for (int i = 0; i < 100; i++) {
            long id = message("relay-small-" + i);
            event(id, 1, "rejected", 100);
            ids.add(id);
            seqs.add(1);
        }
        told(ids, seqs);
        told(List.of(large), List.of(2));

        for (int i = 0; i < 100; i++) {
            awaitPublished("relay-small-" + i, 1);
        }
        awaitHeld(large, 1, 2);
        assertThat(published("relay-large")).isEmpty();

        limit(KAFKAS_OWN_LIMIT);
        awaitPublishedOnceDue(large, "relay-large", 1, 2);
        assertThat(read.get("relay-large"))
                .extracting(event -> event.get("became_final").asBoolean())
                .startsWith(true)
                .endsWith(false);
    }

    @Test
    void i12AnEventThatCannotBeReadWaitsAndNothingElseDoes() {
        long strange = message("relay-strange");
        event(strange, 1, "from_the_future", 10);
        event(strange, 2, "refused_duplicate", 10);
        long plain = message("relay-plain");
        event(plain, 1, "rejected", 10);
        told(List.of(strange, plain), List.of(1, 1));
        told(List.of(strange), List.of(2));

        awaitPublished("relay-plain", 1);
        awaitHeld(strange, 1, 2);

        sql("update message_event set event = 'rejected' where message_id = $1 and seq = 1", strange);
        awaitPublishedOnceDue(strange, "relay-strange", 1, 2);
    }

    @Test
    void aRelayThatForgetsEverythingPublishesWhatTheDatabaseHas() {
        relay.forgetEverything();
        long id = message("relay-after");
        event(id, 1, "rejected", 10);
        told(List.of(id), List.of(1));

        awaitPublished("relay-after", 1);
    }

    @Test
    void readinessHasAnEntryOfTheResults() {
        JsonNode checks =
                ApiClient.json(new ApiClient(base).get("/q/health/ready")).get("checks");

        assertThat(checks)
                .filteredOn(check -> check.get("name").asText().equals("Results"))
                .singleElement()
                .satisfies(check -> assertThat(check.get("data").fieldNames())
                        .toIterable()
                        .contains("waiting", "oldest_seconds", "held_partitions"));
    }
}
