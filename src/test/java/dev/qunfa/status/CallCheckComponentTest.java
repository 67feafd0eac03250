package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class CallCheckComponentTest {
    private static final BodyPublisher NONE = BodyPublishers.noBody();
    private static final String PAUSES = "/api/v1/pauses";

    @Inject
    Seed seed;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;

    /** A call of the API, as the document has it. */
    record Call(String method, String path) {}

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @AfterEach
    void resume() {
        ApiClient.json(api.get(PAUSES))
                .get("pauses")
                .forEach(pause -> api.call("DELETE", PAUSES + "/" + pause.get("id"), NONE));
    }

    static Stream<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (path.getKey().startsWith("/api/v1") && !method.equals("parameters")) {
                        calls.add(new Call(method.toUpperCase(), path.getKey().replaceAll("\\{[a-z_]+}", "7")));
                    }
                }));
        return calls.stream();
    }

    static Stream<Call> changes() throws IOException {
        return calls().filter(call -> !call.method().equals("GET"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void every_call_refuses_a_parameter_that_it_does_not_know(Call call) {
        HttpResponse<String> answer = json(call, call.path() + "?colour=red");

        assertProblem(answer, 400);
        assertThat(ApiClient.json(answer).get("detail").asText()).startsWith("\"colour\" is no query parameter");
    }

    @Test
    void a_parameter_that_is_given_twice_is_refused_and_a_near_name_suggested() {
        assertThat(detail("GET", "/api/v1/messages?robot=r")).contains("did you mean robot_id?");
        assertThat(detail("GET", "/api/v1/messages?app=a&app=a")).isEqualTo("app must be given once at most.");
        assertThat(detail("DELETE", PAUSES + "?robot_id=a&robot_id=b"))
                .isEqualTo("robot_id must be given once at most.");
        assertThat(detail("GET", "/api/v1/messages/a/events?afer=1")).contains("\"afer\"");
        assertThat(api.get("/api/v1/messages?status=SENT&status=FAILED").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?robot=r-1", "?scope=everything", "?scope=", "?scope=all&app=default", "?app=a&robot_id=b"})
    void what_is_paused_is_never_lifted_by_a_call_that_does_not_say_what(String query) {
        api.post(PAUSES, "{}");
        api.post(PAUSES, "{\"robot_id\":\"r-1\"}");

        assertProblem(api.call("DELETE", PAUSES + query, NONE), 400);

        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).hasSize(2);
    }

    @Test
    void the_pause_of_everything_is_lifted_by_its_scope() {
        api.post(PAUSES, "{\"robot_id\":\"r-1\"}");
        JsonNode everything = ApiClient.json(api.post(PAUSES, "{}"));

        assertThat(ApiClient.json(api.call("DELETE", PAUSES + "?scope=all", NONE)))
                .isEqualTo(everything);
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nothing_is_changed_by_a_page_of_another_site(Call call) {
        String[] json = {"Content-Type", "application/json"};
        BodyPublisher body = BodyPublishers.ofString("{}");

        assertProblem(api.call(call.method(), call.path(), body, with(json, "Origin", "https://evil.example")), 403);
        assertProblem(api.call(call.method(), call.path(), body, with(json, "Origin", "null")), 403);
        assertProblem(api.call(call.method(), call.path(), body, with(json, "Sec-Fetch-Site", "cross-site")), 403);
        assertProblem(api.call(call.method(), call.path(), body, with(json, "Sec-Fetch-Site", "same-site")), 403);
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nothing_is_changed_by_a_body_that_does_not_say_to_be_json(Call call) {
        BodyPublisher body = BodyPublishers.ofString("{}");

        assertProblem(api.call(call.method(), call.path(), body), 415);
        assertProblem(api.call(call.method(), call.path(), body, "Content-Type", "text/plain"), 415);
        assertProblem(api.call(call.method(), call.path(), body, "Content-Type", "application/jsonp"), 415);
        assertThat(ApiClient.json(api.get(PAUSES)).get("pauses")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/v1/pauses", "POST, /api/v1/messages/lookup", "POST, /api/v1/messages/a/resolve"})
    void a_call_that_needs_a_body_needs_its_type_even_without_one(String method, String path) {
        assertProblem(api.call(method, path, NONE), 415);
    }

    @Test
    void a_call_without_a_body_needs_no_type() {
        seed.queued("bare-1", "bare-2");

        assertThat(api.call("POST", ApiClient.path("bare-1") + "/cancel", NONE).statusCode())
                .isEqualTo(200);
        assertThat(api.call(
                                "POST",
                                ApiClient.path("bare-2") + "/cancel",
                                NONE,
                                "Origin",
                                base.toString().replaceAll("/$", ""),
                                "Sec-Fetch-Site",
                                "same-origin")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.call(
                                "POST",
                                PAUSES,
                                BodyPublishers.ofString("{}"),
                                "Content-Type",
                                "Application/JSON; charset=UTF-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_field_that_is_not_known_is_told_with_the_nearest_that_is() {
        HttpResponse<String> answer = api.post(PAUSES, "{\"robot\":\"r\"}");

        assertProblem(answer, 400);
        assertThat(ApiClient.json(answer).get("detail").asText())
                .isEqualTo(
                        "The body has a field that is not known; did you mean robot_id? It may have app, reason, robot_id.");
    }

    private String detail(String method, String path) {
        HttpResponse<String> answer = api.call(method, path, NONE);
        assertProblem(answer, 400);
        return ApiClient.json(answer).get("detail").asText();
    }

    private HttpResponse<String> json(Call call, String path) {
        return call.method().equals("GET")
                ? api.get(path)
                : api.call(call.method(), path, BodyPublishers.ofString("{}"), "Content-Type", "application/json");
    }

    private static String[] with(String[] headers, String name, String value) {
        return Stream.concat(Stream.of(headers), Stream.of(name, value)).toArray(String[]::new);
    }

    private static JsonNode document() throws IOException {
        try (InputStream yaml = CallCheckComponentTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(ApiClient.json(response).get("status").asInt()).isEqualTo(status);
    }
}
