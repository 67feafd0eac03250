package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.SendRequests;
import dev.qunfa.sandbox.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of the events when a part of the results topic takes nothing. */
class ResultsIT {
    private static final String TOPIC = "results-of-two-brokers";
    private static final int MESSAGES = 60;

    private static List<String> ids(String prefix) {
        return IntStream.range(0, MESSAGES).mapToObj(i -> prefix + i).toList();
    }

    private static boolean goesToTheSecondBroker(String msgId) {
        return Utils.toPositive(Utils.murmur2(msgId.getBytes(StandardCharsets.UTF_8))) % 2 == 1;
    }

    private static void createTopic(EmbeddedBroker broker, Map<Integer, List<Integer>> brokers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, brokers))).all().get();
        }
    }

    private static boolean isFinal(RecordedTopic topic, String msgId) {
        return topic.of(msgId).stream()
                .anyMatch(event -> event.get("became_final").asBoolean());
    }

    private static void send(Stage stage, List<String> ids) {
        ids.forEach(id -> stage.send(SendRequests.text(id).robot("r-1"), "r-1"));
        stage.flush();
    }

    private static JsonNode resultsCheck(Stage stage) {
        for (JsonNode check :
                RecordedTopic.json(stage.service.get("/q/health/ready").body()).get("checks")) {
            if (check.get("name").asText().equals("Results")) {
                return check;
            }
        }
        throw new AssertionError("no entry of the results");
    }

    @Test
    void i12APartitionOfTheResultsTopicWithoutALeaderCostsItsOwnEventsOnly() throws Exception {
        try (Stage stage = new Stage(Map.of("QUNFA_RESULTS_TOPIC", TOPIC, "QUNFA_RESULTS_BATCH", "20"));
                EmbeddedBroker other = stage.broker.startAnother()) {
            createTopic(stage.broker, Map.of(0, List.of(1), 1, List.of(2)));
            try (RecordedTopic topic = new RecordedTopic(stage.broker.bootstrapServers(), TOPIC)) {
                send(stage, List.of("first-1", "first-2", "first-3", "first-4"));
                Awaitility.await().atMost(Stage.PATIENCE).until(() -> isFinal(topic, "first-4"));

                other.stop();
                List<String> ids = ids("m-");
                send(stage, ids);

                Awaitility.await("the events of the other partition")
                        .atMost(Stage.PATIENCE)
                        .until(() -> ids.stream()
                                .filter(id -> !goesToTheSecondBroker(id))
                                .allMatch(id -> isFinal(topic, id)));
                assertThat(ids).filteredOn(ResultsIT::goesToTheSecondBroker).noneMatch(id -> isFinal(topic, id));
                assertThat(resultsCheck(stage).get("status").asText()).isEqualTo("UP");
                assertThat(resultsCheck(stage)
                                .get("data")
                                .get("held_partitions")
                                .asInt())
                        .isOne();

                other.restart();
                Awaitility.await("all events").atMost(Stage.PATIENCE).until(() -> ids.stream()
                        .allMatch(id -> isFinal(topic, id)));
                ids.forEach(id -> assertThat(topic.of(id).stream()
                                .map(event -> event.get("seq").asInt())
                                .distinct()
                                .toList())
                        .as(id)
                        .isSorted()
                        .startsWith(1));
            }
        }
    }

    @Test
    void i11ATopicThatTakesNothingForAMinuteIsNotReadyUntilItDoes() throws Exception {
        try (Stage stage = new Stage(Map.of("QUNFA_RESULTS_TOPIC", TOPIC));
                EmbeddedBroker other = stage.broker.startAnother()) {
            createTopic(stage.broker, Map.of(0, List.of(2), 1, List.of(2)));
            try (RecordedTopic topic = new RecordedTopic(stage.broker.bootstrapServers(), TOPIC)) {
                send(stage, List.of("before"));
                Awaitility.await().atMost(Stage.PATIENCE).until(() -> isFinal(topic, "before"));
                other.stop();
                send(stage, List.of("meanwhile"));

                awaitResults(stage, "DOWN", Duration.ofSeconds(150));
                Awaitility.await("stays so")
                        .during(Duration.ofSeconds(5))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> isResults(stage, "DOWN"));
                assertThat(stage.service.get("/q/health/live").statusCode()).isEqualTo(200);

                other.restart();
                Awaitility.await().atMost(Stage.PATIENCE).until(() -> isFinal(topic, "meanwhile"));
                awaitResults(stage, "UP", Stage.PATIENCE);
            }
        }
    }

    private static void awaitResults(Stage stage, String status, Duration patience) {
        Awaitility.await(status).atMost(patience).until(() -> isResults(stage, status));
    }

    private static boolean isResults(Stage stage, String status) {
        return resultsCheck(stage).get("status").asText().equals(status);
    }
}
