package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendRequests;
import dev.qunfa.sandbox.Post;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What Kafka does to the requests topic, and what producers do: with a real broker, and a heap of 256 MB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IntakeIT {
    private static final String REQUESTS = "qunfa.requests";
    private static final String DEAD_LETTERS = "late.dlq";
    private static final int PARTITIONS = 8;
    private static final int MORE = 12;

    /** Java's partitioner puts it elsewhere once there are more partitions. */
    private static final String MOVING = IntStream.range(0, 100)
            .mapToObj(i -> "moving-" + i)
            .filter(robot -> BuiltInPartitioner.partitionForKey(bytes(robot), PARTITIONS)
                    != BuiltInPartitioner.partitionForKey(bytes(robot), MORE))
            .findFirst()
            .orElseThrow();

    private Stage stage;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    void setTheStage() throws Exception {
        stage = new Stage(Map.of(
                "QUNFA_DLQ_TOPIC",
                DEAD_LETTERS,
                "QUNFA_REQUESTS_INSTANCE_ID",
                "one",
                "QUNFA_DISPATCH_ROBOT_RATES",
                MOVING + "=5/1s"));
        admin = Admin.create(Map.of("bootstrap.servers", stage.broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stage.broker.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    void strike() throws Exception {
        producer.close();
        admin.close();
        stage.close();
    }

    @Test
    @Order(1)
    void m3ADeadLetterTopicThatIsMissingHoldsUpNothingAndIsNotCreated() throws Exception {
        stage.produce("r-1", bytes("no json"));
        stage.send(SendRequests.text("beside-it"), "r-1");

        assertThat(stage.finalStatus("beside-it")).isEqualTo("SENT");
        assertThat(stage.service.log()).contains("The topic " + DEAD_LETTERS + " does not exist");
        assertThat(stage.service.get("/q/health/well").body()).contains("\"" + DEAD_LETTERS + "\": \"missing\"");
        assertThat(stage.service.isReady()).isTrue();
        assertThat(admin.listTopics().names().get()).doesNotContain(DEAD_LETTERS);

        stage.broker.createTopic(DEAD_LETTERS, 1);
        try (RecordedTopic late = new RecordedTopic(stage.broker.bootstrapServers(), DEAD_LETTERS)) {
            Awaitility.await().atMost(Stage.PATIENCE).until(() -> late.records().size() == 1);
            assertThat(RecordedTopic.string(late.records().get(0).value())).isEqualTo("no json");
            assertThat(RecordedTopic.header(late.records().get(0), "qunfa-reason"))
                    .isEqualTo("unreadable");
        }
    }

    @Test
    @Order(2)
    void m3ADeadLetterTopicThatCannotBeWrittenHoldsUpNothing() throws Exception {
        minInSyncReplicas(2);
        stage.produce("r-1", bytes("no json either"));
        IntStream.range(0, 20)
                .forEach(i -> stage.send(SendRequests.text("goes-on-" + i).robot("r-" + i), "r-" + i));

        assertThat(stage.finalStatus("goes-on-19")).isEqualTo("SENT");
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.log().contains("Dead letters cannot be published"));
        minInSyncReplicas(1);
        try (RecordedTopic late = new RecordedTopic(stage.broker.bootstrapServers(), DEAD_LETTERS)) {
            Awaitility.await().atMost(Stage.PATIENCE).until(() -> late.records().stream()
                    .anyMatch(record -> "no json either".equals(RecordedTopic.string(record.value()))));
        }
    }

    @Test
    @Order(3)
    void m8WhatATransactionTookBackIsNotSent() throws Exception {
        try (KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(
                Map.of("bootstrap.servers", stage.broker.bootstrapServers(), "transactional.id", "t"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional
                    .send(record(null, "r-1", SendRequests.text("aborted")))
                    .get();
            transactional.abortTransaction();
            transactional.beginTransaction();
            transactional
                    .send(record(null, "r-1", SendRequests.text("committed")))
                    .get();
            transactional.commitTransaction();
        }

        assertThat(stage.finalStatus("committed")).isEqualTo("SENT");
        assertThat(stage.platform.postsOf("aborted")).isEmpty();
    }

    @Test
    @Order(4)
    void m15ARecordThatLiesWhereAnotherPartitionerPutItIsSentFromItsRobotsPartition() {
        int home = BuiltInPartitioner.partitionForKey(bytes("r-1"), PARTITIONS);
        producer.send(record((home + 1) % PARTITIONS, "r-1", SendRequests.text("elsewhere")));

        assertThat(stage.finalStatus("elsewhere")).isEqualTo("SENT");
        assertThat(number("select partition from message where msg_id = 'elsewhere'"))
                .isEqualTo(home);
    }

    @Test
    @Order(5)
    void m6ARecordThatIsOlderThanMessagesAreKeptIsNotSent() throws Exception {
        long old = Instant.now().minus(Duration.ofDays(31)).toEpochMilli();
        producer.send(new ProducerRecord<>(
                        REQUESTS,
                        null,
                        old,
                        bytes("r-1"),
                        SendRequests.text("long-ago").toBytes()))
                .get();
        stage.send(SendRequests.text("today"), "r-1");

        assertThat(stage.finalStatus("today")).isEqualTo("SENT");
        assertThat(stage.platform.postsOf("long-ago")).isEmpty();
        assertThat(stage.service.get("/api/v1/messages/long-ago").statusCode()).isEqualTo(404);
        assertThat(stage.service.log()).contains("older than messages are kept");
    }

    @Test
    @Order(6)
    void h1AnIdWithVeryManyConflictsHoldsUpNothing() throws Exception {
        stage.send(SendRequests.text("for-all"), "r-1");
        assertThat(stage.finalStatus("for-all")).isEqualTo("SENT");
        execute(
                "insert into message_event(message_id, seq, event, status, msg_num, attempts, error, item_results, occurred_at)"
                        + " select m.id, m.seq + n, 'refused_duplicate', 'SENT', 0, 1, '{\"code\":\"DUPLICATE_MSG_ID\",\"message\":\"'"
                        + " || repeat('x', 150) || n || '\",\"violations\":[]}', 'S', now() from message m, generate_series(1, 300000) n"
                        + " where m.msg_id = 'for-all'");
        execute("update message set seq = seq + 300000 where msg_id = 'for-all'");
        for (int i = 0; i < 5_000; i++) {
            stage.send(SendRequests.text("for-all").metadata(Map.of("n", Integer.toString(i))), "r-1");
        }
        stage.send(SendRequests.text("after-all"), "r-1");

        assertThat(stage.finalStatus("after-all")).isEqualTo("SENT");
        String page = stage.service.get("/api/v1/messages/for-all/events").body();
        assertThat(RecordedTopic.json(page).get("events").size()).isEqualTo(1_000);
        assertThat(RecordedTopic.json(page).get("next_after").asInt()).isEqualTo(1_000);
    }

    @Test
    @Order(7)
    void m15PartitionsThatAreAddedWhileMessagesWaitChangeNeitherOrderNorRate() throws Exception {
        String robot = MOVING;
        IntStream.range(0, 30)
                .forEach(i -> producer.send(record(
                        BuiltInPartitioner.partitionForKey(bytes(robot), PARTITIONS),
                        robot,
                        SendRequests.text(number("grown-", i)).robot(robot))));
        producer.flush();
        admin.createPartitions(Map.of(REQUESTS, NewPartitions.increaseTo(MORE)))
                .all()
                .get();
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Stage.PATIENCE)
                .until(() -> producer.partitionsFor(REQUESTS).size() == MORE || producePast());
        IntStream.range(30, 60)
                .forEach(i -> producer.send(record(
                        BuiltInPartitioner.partitionForKey(bytes(robot), MORE),
                        robot,
                        SendRequests.text(number("grown-", i)).robot(robot))));
        producer.flush();

        assertThat(stage.finalStatus("grown-59")).isEqualTo("SENT");
        List<Post> posts = stage.platform.postsOfAll("grown-");
        assertThat(posts)
                .extracting(Post::msgId)
                .isEqualTo(IntStream.range(0, 60)
                        .mapToObj(i -> number("grown-", i))
                        .toList());
        for (int i = 0; i + 6 < posts.size(); i++) {
            assertThat(posts.get(i + 6).headAt() - posts.get(i).headAt()).isGreaterThan(1_000);
        }
        assertThat(stage.service.log()).contains("has 12 partitions, robots are distributed among 8");
    }

    @Test
    @Order(8)
    void m7ATopicThatIsMadeAnewWithFewerPartitionsLosesNeitherMessagesNorOrder() throws Exception {
        stage.service.post("/api/v1/pauses", "{}");
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.log().contains("Paused: PauseSet[everything=true"));
        IntStream.range(0, 40).forEach(i -> stage.send(request("anew-", i), "r-" + i % 20));
        stage.flush();
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> waiting("anew-") == 40);
        admin.deleteTopics(List.of(REQUESTS)).all().get();
        Awaitility.await().ignoreExceptions().atMost(Stage.PATIENCE).until(() -> {
            stage.broker.createTopic(REQUESTS, 3);
            return true;
        });
        IntStream.range(40, 80)
                .forEach(i -> producer.send(record(
                        BuiltInPartitioner.partitionForKey(bytes("r-" + i % 20), 3),
                        "r-" + i % 20,
                        request("anew-", i))));
        producer.flush();
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> waiting("anew-") == 80);
        stage.service.delete("/api/v1/pauses?scope=all");

        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.platform.postsOfAll("anew-").size() == 80);
        Map<String, Integer> last = new HashMap<>();
        stage.platform.postsOfAll("anew-").forEach(post -> {
            int number = Integer.parseInt(post.msgId().substring("anew-".length()));
            assertThat(last.merge("r-" + number % 20, number, Math::max)).isEqualTo(number);
        });
    }

    @Test
    @Order(9)
    void aMemberWhoseNameAnotherTakesEndsWithASentence() throws Exception {
        try (ServiceProcess another = new ServiceProcess(stage.environment)) {
            another.start();

            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.service.exitCode().isPresent());
            assertThat(stage.service.exitCode()).isEqualTo(OptionalInt.of(3));
            assertThat(stage.service.log()).contains("Another process has joined the consumer group as");
        }
    }

    /** A producer that has metadata asks for new ones when it is sent past the partitions that it knows. */
    private boolean producePast() {
        producer.send(record(MORE - 1, "nobody", SendRequests.text("past").robot("nobody-else")));
        return producer.partitionsFor(REQUESTS).size() == MORE;
    }

    private SendRequests request(String prefix, int i) {
        return SendRequests.text(number(prefix, i)).robot("r-" + i % 20).group("anew");
    }

    private static String number(String prefix, int i) {
        return "%s%02d".formatted(prefix, i);
    }

    private void minInSyncReplicas(int replicas) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, DEAD_LETTERS);
        ConfigEntry entry = new ConfigEntry("min.insync.replicas", Integer.toString(replicas));
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static ProducerRecord<byte[], byte[]> record(Integer partition, String key, SendRequests request) {
        return new ProducerRecord<>(REQUESTS, partition, bytes(key), request.toBytes());
    }

    private long waiting(String prefix) {
        return number("select count(*) from message where status = 'QUEUED' and msg_id like '" + prefix + "%'");
    }

    private long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(stage.database.jdbcUrl(), stage.database.user(), stage.database.password());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
