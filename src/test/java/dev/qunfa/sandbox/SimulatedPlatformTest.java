package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedPlatformTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CallbackReceiver receiver = new CallbackReceiver();
    private final PlatformApp app = PlatformApp.sandbox("default", receiver.url());
    private final SimulatedPlatform platform = SimulatedPlatform.start(PlatformOptions.defaults()
            .withLatencies(Duration.ofMillis(1), Duration.ofMillis(1))
            .withCallbacks(new PlatformOptions.CallbackDelivery(3, Duration.ofMillis(5), Duration.ofSeconds(2), 8))
            .withApps(app));
    private final EnvelopeOpener opener = new EnvelopeOpener(app);
    private final GatewayClient client = new GatewayClient(platform);

    @AfterEach
    void stop() {
        platform.close();
        receiver.close();
    }

    @Test
    void takes_a_request_and_calls_back_once_per_item_signed_and_encrypted() throws Exception {
        JsonNode answer = client.sent(client.token(app), request("m-1", 2));

        assertThat(answer.at("/errcode").intValue()).isZero();
        assertThat(answer.at("/data/msg_sn").asText()).isNotEmpty();
        assertThat(answer.at("/hint").asText()).isNotEmpty();
        assertThat(contents(2)).containsExactlyInAnyOrder(event("m-1", 1, true, ""), event("m-1", 2, true, ""));
        assertThat(receiver.envelopes())
                .allSatisfy(each -> assertThat(each.path("signature").asText()).isEqualTo(opener.signature(each)));
    }

    @Test
    void refuses_a_token_that_it_did_not_issue_or_that_expired() throws Exception {
        String token = client.token(app);
        platform.expireTokens();

        for (String bad : List.of("never-issued", token)) {
            JsonNode answer = client.sent(bad, request("m-1", 1));
            assertThat(answer.path("errcode").intValue()).isEqualTo(40014);
            assertThat(answer.path("errmsg").asText()).isEqualTo("invalid access token");
        }
        assertThat(platform.posts()).extracting(Post::verdict).containsOnly("errcode 40014");
    }

    @Test
    void notes_a_repeated_msg_id_and_takes_it_all_the_same() throws Exception {
        String token = client.token(app);
        client.sent(token, request("m-1", 1));
        client.sent(token, request("m-1", 1));

        assertThat(platform.postsOf("m-1")).extracting(Post::repeat).containsExactly(0, 1);
        assertThat(platform.postsOf("m-1")).allSatisfy(post -> {
            assertThat(post.body()).isEqualTo(request("m-1", 1));
            assertThat(post.verdict()).isEqualTo("taken");
            assertThat(post.arrivedAt()).isGreaterThanOrEqualTo(post.headAt());
            assertThat(post.answeredAt()).isGreaterThanOrEqualTo(post.arrivedAt());
        });
    }

    @Test
    void repeats_a_callback_until_it_is_answered_with_success_but_not_for_ever() throws Exception {
        receiver.answerFirst("error", "");
        client.sent(client.token(app), request("m-1", 1));
        await().untilAsserted(
                        () -> assertThat(platform.stats().callbacksTaken()).isEqualTo(1));

        receiver.answerFirst("no", "no", "no");
        client.sent(client.token(app), request("m-2", 1));
        await().untilAsserted(
                        () -> assertThat(platform.stats().callbacksGivenUp()).isEqualTo(1));

        assertThat(platform.deliveriesOf("m-1")).extracting(Delivery::attempt).containsExactly(1, 2, 3);
        assertThat(platform.deliveriesOf("m-2")).extracting(Delivery::taken).containsExactly(false, false, false);
    }

    @Test
    void pads_in_the_three_ways_that_are_met_in_the_field_and_gives_numbers_where_told() throws Exception {
        String token = client.token(app);
        for (Padding padding : Padding.values()) {
            platform.apply(Rule.on(padding.name(), new Effect.PadCallbacks(padding)));
        }
        platform.apply(Rule.on("NONE", new Effect.NumericEnvelope()));
        for (Padding padding : Padding.values()) {
            client.sent(token, request(padding.name(), 1));
        }

        assertThat(contents(3))
                .containsExactlyInAnyOrder(
                        event("PKCS7", 1, true, ""), event("BLOCK32", 1, true, ""), event("NONE", 1, true, ""));
        assertThat(plain("BLOCK32").length % 32).isZero();
        assertThat(plain("NONE")).endsWith((byte) '}');
        assertThat(envelopeOf("NONE").path("nonce").isNumber()).isTrue();
        assertThat(envelopeOf("NONE").path("timestamp").isNumber()).isTrue();
        assertThat(envelopeOf("NONE").path("signature").asText()).isEqualTo(opener.signature(envelopeOf("NONE")));
        assertThat(envelopeOf("PKCS7").path("nonce").isTextual()).isTrue();
    }

    @Test
    void fails_the_items_it_is_told_to_and_loses_duplicates_and_contradicts_callbacks() throws Exception {
        String token = client.token(app);
        platform.apply(Rule.on("f-", new Effect.FailItems(List.of(2), null)));
        platform.apply(Rule.on("f-", new Effect.LoseCallbacks(List.of(1))));
        platform.apply(Rule.on("d-", new Effect.DuplicateCallbacks(1)));
        platform.apply(Rule.on("d-", new Effect.ContradictCallbacks()));
        client.sent(token, request("f-1", 2));
        client.sent(token, request("d-1", 1));

        JsonNode failed = event("d-1", 1, false, CallbackPlan.SENSITIVE_WORD);
        assertThat(contents(5))
                .containsExactlyInAnyOrder(
                        event("f-1", 2, false, CallbackPlan.SENSITIVE_WORD),
                        event("d-1", 1, true, ""),
                        event("d-1", 1, true, ""),
                        failed,
                        failed);
    }

    @Test
    void reorders_callbacks_and_calls_back_before_it_answers() throws Exception {
        platform.apply(Rule.always(new Effect.ReorderCallbacks()));
        platform.apply(Rule.on("early", new Effect.CallbacksBeforeAnswer()));
        client.sent(client.token(app), request("m-1", 3));
        assertThat(contents(3)).first().isEqualTo(event("m-1", 3, true, ""));

        client.sent(client.token(app), request("early", 1));
        assertThat(receiver.envelopes()).hasSize(4);
        assertThat(platform.deliveriesOf("early").get(0).answeredAt())
                .isLessThanOrEqualTo(platform.postsOf("early").get(0).answeredAt());
    }

    @Test
    void answers_with_what_its_rules_say() throws Exception {
        String token = client.token(app);
        platform.apply(Rule.on("refused", new Effect.RefuseRequest(45009, "api freq out of limit")));
        platform.apply(Rule.on("busy", new Effect.HttpStatus(503, "2", false)));
        platform.apply(Rule.on("garbage", new Effect.Garbage(false)));
        platform.apply(Rule.on("expired", new Effect.ExpireTokens()).times(1));

        assertThat(client.sent(token, request("refused", 1)).path("errcode").intValue())
                .isEqualTo(45009);
        HttpResponse<String> busy = client.send(token, request("busy", 1));
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).contains("2");
        assertThat(client.send(token, request("garbage", 1)).body()).startsWith("<html>");
        assertThat(client.sent(token, request("expired", 1)).path("errcode").intValue())
                .isEqualTo(40014);
        assertThat(client.sent(client.token(app), request("expired", 1))
                        .path("errcode")
                        .intValue())
                .isZero();
        assertThat(contents(1)).containsExactly(event("expired", 1, true, ""));
    }

    @Test
    void closes_connections_and_hangs_with_callbacks_only_for_what_it_took() throws Exception {
        String token = client.token(app);
        platform.apply(Rule.on("before", new Effect.CloseBeforeReading()));
        platform.apply(Rule.on("after", new Effect.CloseAfterReading()));
        platform.apply(Rule.on("hang", new Effect.Hang(true)));

        assertThatThrownBy(() -> client.send(token, request("before", 1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.send(token, request("after", 1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.send(token, request("hang", 1))).isInstanceOf(HttpTimeoutException.class);

        assertThat(contents(2)).containsExactlyInAnyOrder(event("after", 1, true, ""), event("hang", 1, true, ""));
        await().untilAsserted(() ->
                assertThat(platform.postsOf("hang")).extracting(Post::abandoned).containsOnly(true));
    }

    @Test
    void drops_a_request_at_its_head_when_the_rule_has_no_prefix() throws Exception {
        String token = client.token(app);
        platform.apply(Rule.always(new Effect.CloseBeforeReading()).times(1));

        assertThatThrownBy(() -> client.send(token, request("m-1", 1))).isInstanceOf(IOException.class);

        assertThat(platform.posts().get(0).verdict()).isEqualTo("closed_before_reading");
        assertThat(platform.posts().get(0).msgId()).isNull();
    }

    @Test
    void takes_a_request_after_its_deadline_and_never_calls_back() throws Exception {
        String late = request("late", 1).replaceFirst("\\{", "{\"dead_line\":1700000000,");
        String token = client.token(app);
        client.sent(token, late);
        client.sent(token, request("m-1", 1));

        assertThat(contents(1)).containsExactly(event("m-1", 1, true, ""));
        await().untilAsserted(() ->
                assertThat(platform.postsOf("late")).extracting(Post::verdict).containsExactly("late"));
    }

    @Test
    void chance_hits_the_same_messages_in_every_run_with_the_same_seed() {
        Rule half = Rule.atRandom(0.5, 7, new Effect.Hang(false));
        List<String> hit = hits(half);

        assertThat(hits(Rule.atRandom(0.5, 7, new Effect.Hang(false)))).isEqualTo(hit);
        assertThat(hits(Rule.atRandom(0.5, 8, new Effect.Hang(false)))).isNotEqualTo(hit);
        assertThat(hit.size()).isBetween(400, 600);
    }

    @Test
    void its_admin_endpoint_sets_rules_and_shows_posts_and_deliveries() throws Exception {
        HttpResponse<String> set = client.post(
                "/admin/rules", "", "{\"msg_id_prefix\":\"x\",\"effect\":{\"kind\":\"errcode\",\"errcode\":9}}");
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(client.get("/admin/rules").at("/0/effect/kind").asText()).isEqualTo("errcode");
        client.sent(client.token(app), request("x", 1));
        client.sent(client.token(app), request("y", 1));
        contents(1);

        JsonNode posts = client.get("/admin/posts?msg_id=x&body=true");
        assertThat(posts).hasSize(1);
        assertThat(posts.at("/0/verdict").asText()).isEqualTo("errcode 9");
        assertThat(MAPPER.readTree(posts.at("/0/body").asText())).isEqualTo(MAPPER.readTree(request("x", 1)));
        assertThat(client.get("/admin/callbacks").at("/0/msg_id").asText()).isEqualTo("y");
        assertThat(client.get("/admin/stats").path("posts").intValue()).isEqualTo(2);
        assertThat(client.delete("/admin/posts").statusCode()).isEqualTo(204);
        assertThat(client.get("/admin/posts")).isEmpty();
        assertThat(client.post("/admin/rules", "", "{\"effect\":{\"kind\":\"unheard of\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void sends_a_hand_made_callback_and_tells_its_answer() throws Exception {
        JsonNode content = MAPPER.readTree("{\"event_type\":20002}");
        JsonNode replace = MAPPER.readTree("{\"signature\":\"00\"}");
        HandMadeCallback forged = new HandMadeCallback("default", content, Padding.BLOCK32, true, replace, null);

        HandMadeCallback.Answer answer =
                platform.send(forged).toCompletableFuture().get(5, TimeUnit.SECONDS);

        assertThat(answer).isEqualTo(new HandMadeCallback.Answer(200, "success"));
        assertThat(contents(1)).containsExactly(content);
        assertThat(receiver.envelopes().get(0).path("signature").asText()).isEqualTo("00");
    }

    private static List<String> hits(Rule rule) {
        return Stream.iterate(1, i -> i + 1)
                .limit(1_000)
                .map(i -> "m-" + i)
                .filter(id -> rule.meets(id, 0))
                .toList();
    }

    private static String request(String msgId, int items) {
        String list = Stream.iterate(1, i -> i + 1)
                .limit(items)
                .map(i -> "{\"msg_num\":" + i + ",\"msg_type\":1,\"msg_content\":\"开团啦\"}")
                .collect(Collectors.joining(","));
        return "{\"msg_id\":\"" + msgId + "\",\"robot_id\":\"r-1\",\"group_id\":\"g-1\",\"msg_list\":[" + list + "]}";
    }

    private static JsonNode event(String msgId, int msgNum, boolean sendRes, String errMsg) {
        return MAPPER.createObjectNode()
                .put("event_type", 40001)
                .put("robot_id", "r-1")
                .put("group_id", "g-1")
                .put("msg_id", msgId)
                .put("send_res", sendRes)
                .put("err_msg", errMsg)
                .put("msg_num", msgNum);
    }

    private List<JsonNode> contents(int expected) {
        await().untilAsserted(() -> assertThat(receiver.envelopes()).hasSize(expected));
        return receiver.envelopes().stream().map(opener::content).toList();
    }

    private JsonNode envelopeOf(String msgId) {
        return receiver.envelopes().stream()
                .filter(each -> opener.content(each).path("msg_id").asText().equals(msgId))
                .findFirst()
                .orElseThrow();
    }

    private byte[] plain(String msgId) {
        return opener.plain(envelopeOf(msgId));
    }
}
