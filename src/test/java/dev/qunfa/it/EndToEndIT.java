package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Post;
import dev.qunfa.sandbox.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The packaged service from the requests topic to the results topic, on real parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndIT {
    private static final String ROBOT = "r-1";

    private Stage stage;

    @BeforeAll
    void setTheStage() throws Exception {
        stage = new Stage(Map.of());
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
    void aCrowdIsPostedOnceInOrderAndEveryEventIsTold() {
        Crowd crowd = new Crowd("crowd-", 1);
        crowd.sendTo(stage, 1000, 50, 200);

        check(crowd);
    }

    @Test
    void i6CallbacksThatComeEarlyTwiceOrContradictEachOtherChangeNothing() {
        stage.platform.apply(
                Rule.on("wild-", new Effect.CallbacksBeforeAnswer()).withProbability(0.5, 1));
        stage.platform.apply(Rule.on("wild-", new Effect.DuplicateCallbacks(1)).withProbability(0.2, 2));
        stage.platform.apply(Rule.on("wild-", new Effect.ContradictCallbacks()).withProbability(0.1, 3));
        Crowd crowd = new Crowd("wild-", 2);
        crowd.sendTo(stage, 500, 50, 200);

        check(crowd);
    }

    private void check(Crowd crowd) {
        Verdicts verdicts = new Verdicts(stage, crowd);
        verdicts.awaitAllFinal();
        verdicts.everyMessageWasPostedOnceAndEachGroupInOrder();
        verdicts.everyItemHasOneResultEvent();
        verdicts.everyTimelineIsGapFreeAndInOrder();
        Awaitility.await().atMost(Stage.PATIENCE).untilAsserted(verdicts::theApiAgreesWithTheTopic);
    }

    @Test
    void thePlatformReceivesTheRequestAsItWasProducedWithoutQunfasOwnFields() {
        SendRequests request = SendRequests.ofEveryType("whole")
                .item(SendItems.text("\"quotes\" \\ 你好 😀 \u0000 \u2028 ".repeat(900)))
                .deadLine(Instant.now().getEpochSecond() + 3600)
                .with("metadata", Map.of("order", "7781"))
                .with("app", "default");
        stage.send(request, ROBOT);
        assertThat(stage.finalStatus("whole")).isEqualTo("SENT");

        ObjectNode expected = (ObjectNode) RecordedTopic.json(request.toBytes());
        expected.remove(List.of("metadata", "app"));
        assertThat(stage.platform.postsOf("whole"))
                .extracting(post -> RecordedTopic.json(post.body()))
                .containsExactly(expected);
    }

    @Test
    void aRequestIsToldFromItsAcceptanceToItsResult() {
        stage.platform.apply(Rule.on("told", new Effect.FailItems(List.of(2), "sensitive word")));
        stage.send(
                SendRequests.of("told", List.of(SendItems.text("a"), SendItems.text("b")))
                        .with("metadata", Map.of("order", "7781")),
                ROBOT);
        assertThat(stage.finalStatus("told")).isEqualTo("PARTIALLY_SENT");

        assertThat(stage.results.of("told"))
                .extracting(event -> event.get("event").asText())
                .containsExactlyInAnyOrder("accepted", "item_sent", "item_failed");
        JsonNode message = stage.message("told");
        assertThat(message.get("error").get("code").asText()).isEqualTo("ITEMS_REFUSED");
        assertThat(message.get("items").get(1).get("err_msg").asText()).isEqualTo("sensitive word");
        assertThat(message.get("metadata").get("order").asText()).isEqualTo("7781");
    }

    @Test
    void i4ADeadlineInThePastExpiresWithoutAPost() {
        stage.send(SendRequests.text("late").deadLine(Instant.now().getEpochSecond() - 1), ROBOT);

        assertThat(stage.finalStatus("late")).isEqualTo("EXPIRED");
        assertThat(stage.platform.postsOf("late")).isEmpty();
    }

    @Test
    void i4WhileThePlatformHangsTheFirstIsInDoubtAtItsDeadlineAndTheNextExpires() {
        stage.platform.apply(Rule.on("hang-", new Effect.Hang(false)));
        long deadline = Instant.now().getEpochSecond() + 3;
        stage.send(SendRequests.text("hang-1").group("hang").deadLine(deadline), ROBOT);
        stage.send(SendRequests.text("hang-2").group("hang").deadLine(deadline), ROBOT);

        assertThat(stage.finalStatus("hang-2")).isEqualTo("EXPIRED");
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.message("hang-1").get("status").asText().equals("IN_DOUBT"));
        assertThat(stage.platform.posts().stream()
                        .filter(post -> post.msgId() != null && post.msgId().startsWith("hang-")))
                .extracting(Post::msgId)
                .containsExactly("hang-1");
        assertThat(stage.platform.postsOf("hang-1").get(0).headAt()).isLessThan(deadline * 1000);
    }

    @Test
    void aScheduledMessageGoesOutWithinASecondOfItsTimeAndNotBefore() {
        long notBefore = Instant.now().getEpochSecond() + 3;
        stage.send(SendRequests.text("later").notBefore(notBefore), ROBOT);

        assertThat(stage.finalStatus("later")).isEqualTo("SENT");
        assertThat(stage.platform.postsOf("later").get(0).headAt())
                .isBetween(notBefore * 1000, notBefore * 1000 + 1000);
    }

    @Test
    void aScheduledMessageCanBeCancelledAndASentOneCannot() {
        stage.send(SendRequests.text("cancel-me").notBefore(Instant.now().getEpochSecond() + 600), ROBOT);
        stage.send(SendRequests.text("sent"), ROBOT);
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.get(stage.path("cancel-me")).statusCode() == 200);

        assertThat(stage.service.post(stage.path("cancel-me") + "/cancel", "").statusCode())
                .isEqualTo(200);
        assertThat(stage.finalStatus("cancel-me")).isEqualTo("CANCELLED");
        assertThat(stage.finalStatus("sent")).isEqualTo("SENT");
        assertThat(stage.service.post(stage.path("sent") + "/cancel", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void anOperatorResolvesADoubtByResendingIt() {
        stage.platform.apply(
                Rule.on("doubt", new Effect.HttpStatus(500, null, false)).times(1));
        stage.send(SendRequests.text("doubt"), ROBOT);
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.results.of("doubt").size() == 1);
        assertThat(stage.message("doubt").get("status").asText()).isEqualTo("IN_DOUBT");

        assertThat(stage.service
                        .post(stage.path("doubt") + "/resolve", "{\"outcome\": \"resend\", \"reason\": \"not there\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(stage.finalStatus("doubt")).isEqualTo("SENT");
        assertThat(stage.platform.postsOf("doubt")).hasSize(2);
    }

    @Test
    void whatIsNoRequestBecomesADeadLetterThatSaysWhy() {
        stage.produce(ROBOT, "{\"msg_id\": \"broken\", \"robot_id\": ".getBytes());
        stage.send(SendRequests.text("invalid").without("group_id"), ROBOT);

        assertThat(stage.finalStatus("invalid")).isEqualTo("REJECTED");
        Awaitility.await().atMost(Stage.PATIENCE).untilAsserted(() -> assertThat(stage.deadLetters.records())
                .extracting(record -> RecordedTopic.header(record, "qunfa-reason"))
                .contains("unreadable", "invalid"));
    }

    @Test
    void aDeadLetterAsLongAsItsTopicAllowsIsKeptWhole() throws Exception {
        String longest = SendRequests.text("longest").with("unknown", 1).toJson();
        byte[] value = (longest + " ".repeat(1_048_576 - longest.length())).getBytes();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.broker.bootstrapServers()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "qunfa.requests.dlq");
            AlterConfigOp limit =
                    new AlterConfigOp(new ConfigEntry("max.message.bytes", "1048588"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
        }
        stage.produce(ROBOT, value);

        Awaitility.await().atMost(Stage.PATIENCE).untilAsserted(() -> assertThat(stage.deadLetters.records())
                .extracting(ConsumerRecord::value)
                .contains(value));
    }

    @Test
    void i10NeitherContentNorSecretsAreLogged() {
        stage.send(SendRequests.of("secretive", SendItems.text("very-secret-content")), ROBOT);
        assertThat(stage.finalStatus("secretive")).isEqualTo("SENT");

        assertThat(stage.service.log())
                .contains("started in")
                .doesNotContain("very-secret-content", "app-secret", "callback-token", "sandbox-aes-key");
    }
}
