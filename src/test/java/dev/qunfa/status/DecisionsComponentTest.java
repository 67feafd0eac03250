package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.Target;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class DecisionsComponentTest {
    @Inject
    Seed seed;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @Test
    void a_queued_message_is_cancelled_once_however_often_it_is_asked_for() {
        seed.queued("cancel-1");

        HttpResponse<String> first = api.post("/api/v1/messages/cancel-1/cancel", "");
        HttpResponse<String> second = api.post("/api/v1/messages/cancel-1/cancel", "{}");

        JsonNode message = ApiClient.json(first);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(message.get("status").asText()).isEqualTo("CANCELLED");
        assertThat(message.get("error").get("code").asText()).isEqualTo("CANCELLED");
        assertThat(message.get("items").get(0).get("status").asText()).isEqualTo("NOT_SENT");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void what_was_attempted_or_is_final_cannot_be_cancelled_and_the_answer_says_why() {
        seed.sending("cancel-sending");
        seed.sent("cancel-sent");

        assertThat(problem(api.post("/api/v1/messages/cancel-sending/cancel", ""), 409))
                .isEqualTo("An attempt to send it was made, so it cannot be taken back; it is SENDING.");
        assertThat(problem(api.post("/api/v1/messages/cancel-sent/cancel", ""), 409))
                .isEqualTo("An attempt to send it was made, so it cannot be taken back; it is SENT.");
        assertThat(problem(api.post("/api/v1/messages/no-such/cancel", ""), 404))
                .startsWith("No message has this msg_id");
    }

    @Test
    void an_operator_resolves_a_doubtful_message() {
        seed.inDoubt("resolve-1");

        HttpResponse<String> response = api.post(
                "/api/v1/messages/resolve-1/resolve",
                "{\"outcome\":\"sent\",\"reason\":\"seen \\u0000in the \\ud800group\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ApiClient.json(response).get("status").asText()).isEqualTo("SENT");
        JsonNode events =
                ApiClient.json(api.get("/api/v1/messages/resolve-1/events")).get("events");
        JsonNode resolved = events.get(events.size() - 1);
        assertThat(resolved.get("event").asText()).isEqualTo("resolved");
        assertThat(resolved.get("error").get("message").asText()).endsWith("seen in the group");
        assertThat(resolved.get("seq").asInt()).isEqualTo(events.size());
    }

    @Test
    void a_doubtful_message_can_be_sent_again() {
        seed.inDoubt("resolve-2", new Target("default", "r-1", "g-resolve"));

        JsonNode message = ApiClient.json(api.post("/api/v1/messages/resolve-2/resolve", "{\"outcome\":\"resend\"}"));

        assertThat(message.get("status").asText()).isEqualTo("QUEUED");
        assertThat(message.get("waiting_for").get("reason").asText()).isEqualTo("in_flight_limit");
    }

    @Test
    void only_a_doubtful_or_unconfirmed_message_can_be_resolved() {
        seed.accepted("resolve-3");

        assertThat(problem(api.post("/api/v1/messages/resolve-3/resolve", "{\"outcome\":\"failed\"}"), 409))
                .isEqualTo("Only a message that is IN_DOUBT or UNCONFIRMED can be resolved; it is ACCEPTED.");
        assertThat(problem(api.post("/api/v1/messages/no-such/resolve", "{\"outcome\":\"failed\"}"), 404))
                .startsWith("No message has this msg_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "[]",
                "{}",
                "{\"outcome\":\"SENT\"}",
                "{\"outcome\":null}",
                "{\"outcome\":1}",
                "{\"outcome\":\"sent\",\"colour\":\"red\"}",
                "{\"outcome\":\"sent\",\"reason\":1}",
                "{\"outcome\":\"sent\"} {}",
                "{\"outcome\":\"sent\",\"outcome\":\"sent\"}"
            })
    void a_resolution_that_cannot_be_read_is_a_bad_request(String body) {
        seed.inDoubt("resolve-bad-" + body.hashCode());

        HttpResponse<String> response = api.post("/api/v1/messages/resolve-bad-" + body.hashCode() + "/resolve", body);

        problem(response, 400);
        assertThat(response.body()).doesNotContain("nope").doesNotContain("red");
    }

    @Test
    void a_reason_has_a_thousand_characters_at_most() {
        seed.inDoubt("resolve-4");

        problem(api.post("/api/v1/messages/resolve-4/resolve", reason("🎉".repeat(1001))), 400);
        assertThat(api.post("/api/v1/messages/resolve-4/resolve", reason("🎉".repeat(1000)))
                        .statusCode())
                .isEqualTo(200);
    }

    private static String reason(String reason) {
        return "{\"outcome\":\"sent\",\"reason\":\"" + reason + "\"}";
    }

    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(ApiClient.json(response).get("status").asInt()).isEqualTo(status);
        return ApiClient.json(response).get("detail").asText();
    }
}
