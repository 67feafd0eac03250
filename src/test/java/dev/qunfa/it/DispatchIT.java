package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.SendRequests;
import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Post;
import dev.qunfa.sandbox.Rule;
import dev.qunfa.sandbox.Untidiness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** How messages are paced, repeated and held back, seen from the platform and from the topic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DispatchIT {
    private static final String ROBOT = "r-1";
    private static final int LAST = Integer.MAX_VALUE;

    private Stage stage;

    @BeforeAll
    void setTheStage() throws Exception {
        stage = new Stage(Map.of(
                "QUNFA_DISPATCH_ROBOT_RATES", "paced=10/1s",
                "QUNFA_RETRY_MAX_ATTEMPTS", "3",
                "QUNFA_RETRY_INITIAL_BACKOFF", "50ms",
                "QUNFA_CIRCUIT_FAILURES", "5",
                "QUNFA_CIRCUIT_DELAY", "1s",
                "QUNFA_PLATFORM_TIMEOUT", "2s",
                // So that a pause is obeyed because it is told.
                "QUNFA_DISPATCH_PAUSE_POLL", "1h"));
    }

    @AfterAll
    void strike() throws Exception {
        stage.close();
    }

    @AfterEach
    void behave() {
        stage.platform.clearRules();
    }

    @Test
    void whatWasProvablyNotProcessedIsTriedAgainAndHoldsItsGroupMeanwhile() {
        stage.platform.apply(
                Rule.on("again-1", new Effect.HttpStatus(503, null, false)).times(2));
        stage.send(SendRequests.text("again-1").group("again"), ROBOT);
        stage.send(SendRequests.text("again-2").group("again"), ROBOT);

        assertThat(stage.finalStatus("again-2")).isEqualTo("SENT");
        assertThat(stage.finalStatus("again-1")).isEqualTo("SENT");
        assertThat(stage.results.of("again-1"))
                .extracting(event -> event.get("event").asText())
                .containsExactly("retrying", "retrying", "accepted", "item_sent");
        JsonNode retrying = stage.results.of("again-1").get(0);
        assertThat(retrying.get("status").asText()).isEqualTo("QUEUED");
        assertThat(retrying.get("error").get("message").asText())
                .startsWith("The platform answered HTTP 503; tried until 2");
        assertThat(posts("again-")).containsExactly("again-1", "again-1", "again-1", "again-2");
    }

    @Test
    void attemptsRunOut() {
        stage.platform.apply(Rule.on("never", new Effect.HttpStatus(429, null, false)));
        stage.send(SendRequests.text("never").group("never"), ROBOT);

        assertThat(stage.finalStatus("never")).isEqualTo("FAILED");
        JsonNode message = stage.message("never");
        assertThat(message.get("error").get("code").asText()).isEqualTo("PLATFORM_UNAVAILABLE");
        assertThat(message.get("attempts").asInt()).isEqualTo(3);
        assertThat(stage.platform.postsOf("never")).hasSize(3);
    }

    @Test
    void h4AnOutageBurnsNoAttemptOfTheFewMessagesItMeets() {
        stage.platform.apply(Rule.on("quiet", new Effect.HttpStatus(503, null, false)));
        long deadLine = Instant.now().getEpochSecond() + 3_600;
        IntStream.range(0, 5)
                .forEach(i -> stage.send(
                        SendRequests.text("quiet-" + i).group("quiet-" + i).deadLine(deadLine), ROBOT));
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.message("quiet-0").path("attempts").asInt() > 3
                        && stage.platform.postsOfAll("quiet-").size() > 15);
        stage.platform.clearRules();

        IntStream.range(0, 5)
                .forEach(i -> assertThat(stage.finalStatus("quiet-" + i)).isEqualTo("SENT"));
        IntStream.range(0, 5).forEach(i -> assertThat(stage.platform.postsOf("quiet-" + i))
                .filteredOn(post -> "taken".equals(post.verdict()))
                .hasSize(1));
    }

    @Test
    void h4APageOfSomethingInFrontOfThePlatformFailsNothing() {
        for (int status : new int[] {302, 403, 404, 405}) {
            String prefix = "edge-" + status + "-";
            stage.platform.apply(Rule.on(prefix, new Effect.EdgePage(status)));
            IntStream.range(0, 10)
                    .forEach(i -> stage.send(SendRequests.text(prefix + i).group(prefix + i), ROBOT));
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.platform.postsOfAll(prefix).size() > 5);
            stage.platform.clearRules();
            IntStream.range(0, 10)
                    .forEach(i -> assertThat(stage.finalStatus(prefix + i)).isEqualTo("SENT"));
        }
    }

    @Test
    void whatIsNoTidyJsonIsUnderstoodAllTheSame() {
        for (Untidiness how : Untidiness.values()) {
            String id = "untidy-" + how;
            stage.platform.apply(Rule.on(id, new Effect.UntidyAnswer(how)));
            stage.platform.apply(Rule.on(id, new Effect.UntidyCallbacks(how)));
            stage.send(SendRequests.text(id).group(id), ROBOT);
            assertThat(stage.finalStatus(id)).isEqualTo("SENT");
            assertThat(stage.results.of(id))
                    .extracting(event -> event.get("event").asText())
                    .containsExactly("accepted", "item_sent");
            assertThat(stage.message(id).path("msg_sn").asText()).isNotEmpty();
        }
    }

    @Test
    void thePlatformsWishToWaitIsHeardAndToldAsTheReason() {
        stage.platform.apply(
                Rule.on("wish", new Effect.HttpStatus(429, "2", false)).times(1));
        stage.send(SendRequests.text("wish").group("wish"), ROBOT);

        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> !stage.results.of("wish").isEmpty());
        assertThat(stage.message("wish").get("waiting_for").get("reason").asText())
                .isEqualTo("retry_backoff");
        assertThat(stage.finalStatus("wish")).isEqualTo("SENT");
        List<Post> posts = stage.platform.postsOf("wish");
        assertThat(posts.get(1).headAt() - posts.get(0).answeredAt()).isGreaterThanOrEqualTo(1_990);
    }

    @Test
    void i4ARetryThatCouldNotStartInTimeIsNotPlanned() {
        stage.platform.apply(Rule.on("no-time", new Effect.HttpStatus(429, "60", false)));
        stage.send(
                SendRequests.text("no-time")
                        .group("no-time")
                        .deadLine(Instant.now().getEpochSecond() + 3),
                ROBOT);

        assertThat(stage.finalStatus("no-time")).isEqualTo("EXPIRED");
        assertThat(stage.results.of("no-time"))
                .extracting(event -> event.get("event").asText())
                .containsExactly("expired");
        assertThat(stage.platform.postsOf("no-time")).hasSize(1);
    }

    @Test
    void aRobotKeepsItsPaceAndHoldsNoOtherBack() {
        IntStream.range(0, 30)
                .forEach(i -> stage.send(
                        SendRequests.text("paced-" + i).robot("paced").group("g-" + i % 7), "paced"));
        stage.flush();
        stage.send(SendRequests.text("unpaced").robot("r-2"), "r-2");
        assertThat(stage.finalStatus("unpaced")).isEqualTo("SENT");
        IntStream.range(0, 30)
                .forEach(i -> assertThat(stage.finalStatus("paced-" + i)).isEqualTo("SENT"));
        List<Long> times = stage.platform.posts().stream()
                .filter(post -> "paced".equals(post.robotId()))
                .map(Post::headAt)
                .sorted()
                .toList();
        assertThat(times).hasSize(30);
        assertThat(stage.platform.postsOf("unpaced").get(0).headAt()).isLessThan(times.get(29));
        for (int i = 0; i + 11 < times.size(); i++) {
            assertThat(times.get(i + 11) - times.get(i))
                    .as("12 POSTs from the %dth on", i)
                    .isGreaterThan(1_000);
        }
        assertThat(times.get(29) - times.get(0)).isBetween(2_800L, 6_000L);
    }

    @Test
    void aPauseIsObeyedWithinASecondAndSoIsItsEnd() {
        String pause = stage.service
                .post("/api/v1/pauses", "{\"robot_id\": \"r-quiet\"}")
                .body();
        Instant obeyed = Instant.now().plusSeconds(1);
        Awaitility.await().until(() -> Instant.now().isAfter(obeyed));
        stage.send(SendRequests.text("quiet").robot("r-quiet"), "r-quiet");
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> stage.message("quiet")
                .path("waiting_for")
                .path("reason")
                .asText()
                .equals("paused"));
        assertThat(stage.platform.postsOf("quiet")).isEmpty();

        stage.service.delete("/api/v1/pauses/" + RecordedTopic.json(pause).get("id"));
        long lifted = System.currentTimeMillis();
        assertThat(stage.finalStatus("quiet")).isEqualTo("SENT");
        assertThat(stage.platform.postsOf("quiet").get(0).headAt() - lifted).isLessThan(1_000);
    }

    @Test
    void whileThePlatformIsDownTheCircuitSparesAttemptsAndClosesWhenItIsBack() {
        stage.platform.apply(Rule.on("down-", new Effect.HttpStatus(503, null, false)));
        IntStream.range(0, 40)
                .forEach(i -> stage.send(SendRequests.text("down-" + i).group("down-" + i), ROBOT));
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> posts("down-").size() >= 5);
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> reasons("down-", 40)
                .contains("circuit_open"));
        assertThat(stage.service.get("/q/health/ready").body()).contains("\"circuit of default\": \"open\"");
        stage.platform.clearRules();

        IntStream.range(0, 40)
                .forEach(i -> assertThat(stage.finalStatus("down-" + i)).isEqualTo("SENT"));
        assertThat(posts("down-").size())
                .as("without a circuit, each would have failed 3 times")
                .isLessThan(40 * 3);
    }

    @Test
    @Order(LAST)
    void aServiceThatIsToldToStopFinishesWhatIsOnTheWireAndExitsWithZero() throws Exception {
        stage.platform.apply(Rule.on("drain-", new Effect.SlowAnswer(1_500)));
        IntStream.range(0, 20)
                .forEach(i -> stage.send(SendRequests.text("drain-" + i).group("drain-" + i), ROBOT));
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> posts("drain-").size() == 20);

        assertThat(stage.service.terminate()).isZero();

        IntStream.range(0, 20)
                .forEach(i -> Awaitility.await().atMost(Stage.PATIENCE).untilAsserted(() -> assertThat(
                                stage.results.of("drain-" + i))
                        .extracting(event -> event.get("event").asText())
                        .contains("accepted")));
    }

    private List<String> posts(String prefix) {
        return stage.platform.posts().stream()
                .map(Post::msgId)
                .filter(msgId -> msgId != null && msgId.startsWith(prefix))
                .toList();
    }

    private List<String> reasons(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> stage.message(prefix + i)
                        .path("waiting_for")
                        .path("reason")
                        .asText())
                .toList();
    }
}
