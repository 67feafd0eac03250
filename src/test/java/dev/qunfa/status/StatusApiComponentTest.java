package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
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
class StatusApiComponentTest {
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
    void a_message_is_shown_with_every_field() {
        seed.sent("view-1");

        JsonNode message = ApiClient.json(api.get("/api/v1/messages/view-1"));

        assertThat(message.fieldNames())
                .toIterable()
                .containsExactly(
                        "msg_id",
                        "status",
                        "final",
                        "app",
                        "robot_id",
                        "group_id",
                        "msg_sn",
                        "dead_line",
                        "not_before",
                        "attempts",
                        "items",
                        "error",
                        "metadata",
                        "waiting_for",
                        "seq",
                        "created_at",
                        "updated_at");
        assertThat(message.get("items").toString())
                .isEqualTo("[{\"msg_num\":1,\"msg_type\":1,\"status\":\"SENT\",\"err_msg\":null}]");
        assertThat(message.get("msg_sn").asText()).isEqualTo("sn-view-1");
        assertThat(message.get("metadata").toString()).isEqualTo("{\"order\":\"7781\"}");
        assertThat(message.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(message.get("waiting_for").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "...",
                "a/b c%d",
                "/",
                "//",
                "a//b",
                "../../q/health",
                "订单 🎉",
                "a;b=c",
                "a+b",
                "a%2Fb",
                "%",
                "%25",
                "lookup",
                "events",
                "?x=1#y",
                "\\",
                "\"{}|^`<>'",
                "~",
                "*",
                "&=",
                "cancel",
                "é",
                "e\u0301",
                " ",
                "a "
            })
    void an_id_reaches_the_store_byte_for_byte(String msgId) {
        seed.queued(msgId);
        String path = ApiClient.path(msgId);

        assertThat(ApiClient.json(api.get(path)).path("msg_id").asText()).isEqualTo(msgId);
        assertThat(api.get(path + "/events").statusCode()).isEqualTo(200);
        assertThat(api.post(path + "/resolve", "{\"outcome\":\"sent\"}").statusCode())
                .isEqualTo(409);
        HttpResponse<String> cancelled = api.post(path + "/cancel", "");
        assertThat(ApiClient.json(cancelled).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(api.stream(path + "/events/stream"))
                .filteredOn(line -> line.startsWith("event:"))
                .containsExactly("event: cancelled");
    }
}
