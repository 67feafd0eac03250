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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class PausesComponentTest {
    private static final String PAUSES = "/api/v1/pauses";

    @Inject
    Seed seed;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @AfterEach
    void resume() {
        ApiClient.json(api.get(PAUSES)).get("pauses").forEach(pause -> delete("/" + pause.get("id")));
    }

    @Test
    void a_pause_is_set_once_shown_and_lifted() {
        JsonNode robot = ApiClient.json(api.post(PAUSES, "{\"robot_id\":\"r/1\",\"reason\":\"安静\"}"));
        JsonNode again = ApiClient.json(api.post(PAUSES, "{\"robot_id\":\"r/1\",\"reason\":\"still\"}"));
        JsonNode everything = ApiClient.json(api.post(PAUSES, "{}"));

        assertThat(robot.get("robot_id").asText()).isEqualTo("r/1");
        assertThat(robot.get("app").isNull()).isTrue();
        assertThat(robot.get("reason").asText()).isEqualTo("安静");
        assertThat(again.get("id")).isEqualTo(robot.get("id"));
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).containsExactly(again, everything);

        assertThat(ApiClient.json(delete("?robot_id=r%2F1"))).isEqualTo(again);
        assertThat(ApiClient.json(delete("/" + everything.get("id")))).isEqualTo(everything);
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).isEmpty();
        assertThat(delete("?scope=all").statusCode()).isEqualTo(404);
        assertThat(delete("/no-number").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"robot_id\":\"\"}",
                "{\"robot_id\":7}",
                "{\"app\":\"default\",\"robot_id\":\"r\"}",
                "{\"robot\":\"r\"}",
                "{\"reason\":7}"
            })
    void what_cannot_be_paused_is_refused(String body) {
        HttpResponse<String> answer = api.post(PAUSES, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).isEmpty();
    }

    @Test
    void a_message_of_what_is_paused_says_so_whichever_replica_is_asked() {
        seed.store("paused-1", new Target("default", "r-paused", "g"), 1);
        api.post(PAUSES, "{\"robot_id\":\"r-paused\"}");

        JsonNode message = ApiClient.json(api.get(ApiClient.path("paused-1")));

        assertThat(message.get("waiting_for").toString()).isEqualTo("{\"reason\":\"paused\",\"until\":null}");
    }

    private HttpResponse<String> delete(String what) {
        return api.call("DELETE", PAUSES + what, BodyPublishers.noBody());
    }
}
