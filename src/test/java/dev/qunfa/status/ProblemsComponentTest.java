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
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class ProblemsComponentTest {
    private static final BodyPublisher NONE = BodyPublishers.noBody();

    @Inject
    Seed seed;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1, 404",
        "GET, /api/v1/, 404",
        "GET, /api/v1/nothing, 404",
        "GET, /api/v2/messages, 404",
        "GET, /api/v1/messages/a/b, 404",
        "GET, /api/v1/messages/a/events/b, 404",
        "GET, /api/v1/messages//events, 404",
        "GET, /api/v1/messages?limit=0, 400",
        "GET, /api/v1/messages/?limit=0, 400",
        "GET, /api/v1/messages/%FF, 400",
        "GET, /api/v1/messages/%00, 404",
        "POST, /api/v1/messages/%00/cancel, 404",
        "PUT, /api/v1/messages, 405",
        "POST, /api/v1/messages, 405",
        "DELETE, /api/v1/messages/a, 405",
        "GET, /api/v1/messages/a/cancel, 405",
        "POST, /api/v1/stats, 405",
        "POST, /api/v1/messages/a/events/stream, 405",
    })
    void whatever_is_wrong_is_a_problem(String method, String path, int status) {
        assertProblem(api.call(method, path, NONE), status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/messages/a%2",
                "GET /api/v1/messages/%zz/events/stream",
                "POST /api/v1/messages/%zz/cancel",
                "GET /api/v1/messages?status=%zz",
                "GET /api/v1/messages?%zz=1",
                "GET /api/v1/mess%zzages"
            })
    void what_is_no_uri_is_a_bad_request_to_the_http_server_itself(String requestLine) {
        assertThat(api.raw(requestLine)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a;b=c;d", "..", "a:@!$&'()*+,=~b"})
    void an_id_that_was_not_encoded_is_still_itself(String msgId) {
        seed.queued(msgId);

        assertThat(api.raw("GET /api/v1/messages/" + msgId)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_method_that_is_not_taken_is_answered_with_those_that_are() {
        assertThat(api.call("DELETE", "/api/v1/messages/a", NONE).headers().firstValue("allow"))
                .contains("GET, HEAD, OPTIONS");
        assertThat(api.call("GET", "/api/v1/messages/a/resolve", NONE).headers().firstValue("allow"))
                .contains("POST, OPTIONS");
    }

    @Test
    void bodies_are_json_and_answers_too() {
        assertProblem(
                api.call(
                        "POST",
                        "/api/v1/messages/lookup",
                        BodyPublishers.ofString("a=b"),
                        "Content-Type",
                        "text/plain"),
                415);
        assertProblem(api.get("/api/v1/messages", "Accept", "text/csv"), 406);
    }

    @Test
    void a_body_of_more_than_a_megabyte_is_too_large_however_it_comes() {
        byte[] large = new byte[2 * 1024 * 1024];

        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        HttpResponse<String> response =
                api.call("POST", "/api/v1/messages/lookup", chunked, "Content-Type", "application/json");

        assertProblem(response, 413);
        assertProblem(
                api.call(
                        "POST",
                        "/api/v1/messages/lookup",
                        BodyPublishers.ofByteArray(large),
                        "Content-Type",
                        "application/json"),
                413);
    }

    @Test
    void head_and_options_work() {
        seed.queued("head-1");

        HttpResponse<String> head = api.call("HEAD", "/api/v1/messages/head-1", NONE);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(api.call("OPTIONS", "/api/v1/messages/head-1", NONE).statusCode())
                .isBetween(200, 204);
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = ApiClient.json(response);
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail", "instance");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank().doesNotContain("Exception");
    }
}
