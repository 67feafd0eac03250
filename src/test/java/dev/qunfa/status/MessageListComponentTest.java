package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class MessageListComponentTest {
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
    void pages_are_newest_first_and_do_not_move_when_messages_are_stored() {
        Target target = new Target("default", "r-pages", "g-1");
        IntStream.range(0, 7).forEach(i -> seed.store("list-" + i, target, 1));

        JsonNode first = page("?robot_id=r-pages&limit=3");
        seed.store("list-new", target, 1);
        JsonNode second = page("?robot_id=r-pages&limit=3&cursor=" + cursor(first));
        JsonNode third = page("?robot_id=r-pages&limit=3&cursor=" + cursor(second));

        assertThat(ids(first)).containsExactly("list-6", "list-5", "list-4");
        assertThat(ids(second)).containsExactly("list-3", "list-2", "list-1");
        assertThat(ids(third)).containsExactly("list-0");
        assertThat(third.get("next_cursor").isNull()).isTrue();
        assertThat(first.get("messages").get(0).get("robot_id").asText()).isEqualTo("r-pages");
    }

    @Test
    void a_last_page_that_is_full_has_no_next() {
        Target target = new Target("default", "r-full", "g-1");
        IntStream.range(0, 3).forEach(i -> seed.store("full-" + i, target, 1));

        assertThat(page("?robot_id=r-full&limit=3").get("next_cursor").isNull()).isTrue();
    }

    @Test
    void filters_narrow_down_and_statuses_add_up() {
        Target target = new Target("other", "r-filter", "g-filter");
        List.of("f-queued", "f-cancelled", "f-sending").forEach(msgId -> seed.store(msgId, target, 1));
        seed.apply("f-cancelled", new Trigger.Cancel());
        seed.apply("f-sending", new Trigger.AttemptBegins(java.time.Instant.now()));
        JsonNode all = page("?group_id=g-filter");
        String middle = all.get("messages").get(1).get("created_at").asText();

        assertThat(ids(all)).containsExactly("f-sending", "f-cancelled", "f-queued");
        assertThat(ids(page("?group_id=g-filter&app=other&robot_id=r-filter&status=CANCELLED&status=SENDING")))
                .containsExactly("f-sending", "f-cancelled");
        assertThat(ids(page("?group_id=g-filter&app=default"))).isEmpty();
        assertThat(ids(page("?group_id=g-filter&created_from=2020-01-01T00:00:00Z")))
                .hasSize(3);
        assertThat(ids(page("?group_id=g-filter&created_to=2020-01-01T08:00:00+08:00")))
                .isEmpty();
        assertThat(ids(page("?group_id=g-filter&created_from=" + middle))).contains("f-sending", "f-cancelled");
        assertThat(page("?robot_id=nobody").toString()).isEqualTo("{\"messages\":[],\"next_cursor\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=abc",
                "limit=",
                "limit=-1",
                "limit=1&limit=2",
                "limit=99999999999",
                "status=NOPE",
                "status=queued",
                "status=",
                "created_from=yesterday",
                "created_to=2026-13-01T00:00:00Z",
                "created_from=2026-01-01",
                "created_from=%2B10000-01-01T00:00:00Z",
                "cursor=abc",
                "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "cursor=%20",
                "robot_id=",
                "robot_id=%00"
            })
    void a_parameter_that_cannot_be_read_is_a_bad_request(String query) {
        HttpResponse<String> response = api.get("/api/v1/messages?" + query);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode problem = ApiClient.json(response);
        assertThat(problem.get("instance").asText()).isEqualTo("/api/v1/messages");
        assertThat(problem.get("detail").asText()).startsWith(query.substring(0, query.indexOf('=')));
    }

    @Test
    void a_look_up_keeps_the_order_and_tells_what_is_not_there() {
        seed.queued("look-1", "look-2", "订单 🎉");

        HttpResponse<String> response = api.post(
                "/api/v1/messages/lookup",
                "{\"msg_ids\":[\"look-2\",\"no-such\",\"look-1\",\"look-2\",\"订单 🎉\",\"\\u0000\"]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = ApiClient.json(response);
        assertThat(ids(answer)).containsExactly("look-2", "look-1", "订单 🎉");
        assertThat(answer.get("not_found").toString()).isEqualTo("[\"no-such\",\"\\u0000\"]");
    }

    @Test
    void five_hundred_long_ids_can_be_looked_up() {
        String ids = IntStream.range(0, 500)
                .mapToObj(i -> "\"" + "\\ud83c\\udf89".repeat(125) + String.format("%03d", i) + "\"")
                .collect(Collectors.joining(","));

        HttpResponse<String> response = api.post("/api/v1/messages/lookup", "{\"msg_ids\":[" + ids + "]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ApiClient.json(response).get("not_found")).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"msg_ids\":null}",
                "{\"msg_ids\":\"a\"}",
                "{\"msg_ids\":[1]}",
                "{\"msg_ids\":[]} x",
                "{\"msg_ids\":[],\"more\":1}",
                "{\"msg_ids\":[],\"msg_ids\":[]}",
                "{\"msg_ids\":[\"\\ud800\"]}",
                "secret"
            })
    void a_look_up_that_cannot_be_read_is_a_bad_request_that_repeats_nothing(String body) {
        HttpResponse<String> response = api.post("/api/v1/messages/lookup", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("secret").doesNotContain("more");
    }

    @Test
    void more_than_five_hundred_ids_are_too_many() {
        String ids = IntStream.range(0, 501).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));

        assertThat(api.post("/api/v1/messages/lookup", "{\"msg_ids\":[" + ids + "]}")
                        .statusCode())
                .isEqualTo(400);
    }

    private JsonNode page(String query) {
        HttpResponse<String> response = api.get("/api/v1/messages" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ApiClient.json(response);
    }

    private static String cursor(JsonNode page) {
        return page.get("next_cursor").asText();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.get("messages").forEach(message -> ids.add(message.get("msg_id").asText()));
        return ids;
    }
}
