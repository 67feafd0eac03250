package dev.qunfa.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.ItemCallbacks;
import dev.qunfa.Seed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class CallbackComponentTest {
    private static final String PATH = "/callbacks/qopen";

    @Inject
    Seed seed;

    @Inject
    MeterRegistry registry;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @Test
    void a_result_is_committed_when_the_answer_comes() {
        seed.accepted("cb-1");

        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-1", 1, true))));

        assertThat(message("cb-1").get("status").asText()).isEqualTo("SENT");
    }

    @Test
    void a_failure_keeps_what_the_platform_says_about_it() {
        seed.accepted("cb-2");

        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-2", 1, false))));

        assertThat(message("cb-2").get("status").asText()).isEqualTo("FAILED");
        assertThat(message("cb-2").get("items").get(0).get("err_msg").asText()).isEqualTo("敏感词");
    }

    @Test
    void an_error_text_is_cut_and_cleaned_before_it_is_stored() {
        seed.accepted("cb-3");
        String event =
                ItemCallbacks.itemResult("cb-3", 1, false).replace("敏感词", "a\\u0000\\ud800b" + "🎉".repeat(2_000));

        assertTaken(post(ItemCallbacks.sealed(event)));

        assertThat(message("cb-3").get("items").get(0).get("err_msg").asText()).isEqualTo("ab" + "🎉".repeat(998));
    }

    @Test
    void duplicates_and_strangers_are_taken_and_counted_and_change_nothing() {
        seed.accepted("cb-4");
        String sealed = ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-4", 1, true));
        assertTaken(post(sealed));
        JsonNode before = message("cb-4");

        double repeated = counted("repeated_result");
        double unknown = counted("unknown_item");
        double foreign = counted("foreign_report");
        assertTaken(post(sealed));
        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-4", 7, true))));
        assertTaken(post(
                ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-4", 1, true).replace("\"g-1\"", "\"g-2\""))));

        assertThat(message("cb-4")).isEqualTo(before);
        assertThat(counted("repeated_result")).isEqualTo(repeated + 1);
        assertThat(counted("unknown_item")).isEqualTo(unknown + 1);
        assertThat(counted("foreign_report")).isEqualTo(foreign + 1);
    }

    @Test
    void a_callback_that_comes_before_its_message_is_kept_for_it() {
        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-5", 1, true))));

        seed.queued("cb-5");

        assertThat(message("cb-5").get("status").asText()).isEqualTo("SENT");
    }

    @Test
    void other_events_are_taken_and_counted() {
        double before = counted("other_event");

        assertTaken(post(ItemCallbacks.sealed("{\"event_type\":20002,\"robot_id\":\"r-1\"}")));
        assertTaken(post(ItemCallbacks.sealed("{}")));

        assertThat(counted("other_event")).isEqualTo(before + 2);
    }

    @Test
    void ids_that_no_message_can_have_are_taken_and_not_kept() {
        double before = counted("impossible_id");

        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("a\\u0000b", 1, true))));
        assertTaken(post(ItemCallbacks.sealed(ItemCallbacks.itemResult("\\ud800", 1, true))));

        assertThat(counted("impossible_id")).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"send_res\":true=>\"send_res\":2",
                "\"send_res\":true=>\"send_res\":\"yes\"",
                "\"msg_id\":\"cb-6\"=>\"msg_id\":true",
                "\"msg_id\":\"cb-6\"=>\"x\":1",
                "\"robot_id\":\"r-1\"=>\"x\":1",
                "\"group_id\":\"g-1\"=>\"group_id\":null",
                "\"msg_num\":1=>\"msg_num\":\"one\"",
                "\"msg_num\":1=>\"msg_num\":1.5",
                "\"msg_num\":1=>\"x\":1",
                "\"err_msg\":\"\"=>\"err_msg\":[]"
            })
    void an_event_without_its_fields_is_a_bad_request(String change) {
        seed.accepted("cb-6-" + change.hashCode());
        String[] parts = change.split("=>");
        String event = ItemCallbacks.itemResult("cb-6", 1, true).replace(parts[0], parts[1]);

        assertRefused(post(ItemCallbacks.sealed(event)), 400);
    }

    @Test
    void who_cannot_prove_to_be_the_platform_is_unauthorized() {
        String sealed = ItemCallbacks.sealed(ItemCallbacks.itemResult("cb-7", 1, true));

        assertRefused(post(sealed.replace("\"42\"", "\"43\"")), 401);
        assertRefused(post(sealed.replace(Backend.APP.appKey(), "stranger")), 401);
        assertRefused(post("{}"), 401);
    }

    @Test
    void what_is_no_envelope_is_a_bad_request() {
        assertRefused(post(""), 400);
        assertRefused(post("success"), 400);
        assertRefused(post("[]"), 400);
        assertRefused(post(ItemCallbacks.envelope("bm90IGVuY3J5cHRlZA==", "1")), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
    void callbacks_are_posted_and_nothing_else(String method) {
        HttpResponse<String> response = api.call(method, PATH, BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
        assertThat(response.body()).doesNotContain("success");
    }

    @Test
    void a_callback_has_256_kibibytes_at_most_however_it_comes() {
        byte[] atLimit = padded(ItemCallbacks.sealed("{\"event_type\":1}"), 262_144);
        byte[] over = padded(ItemCallbacks.sealed("{\"event_type\":1}"), 262_145);

        assertTaken(post(BodyPublishers.ofByteArray(atLimit)));
        assertTaken(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(atLimit))));
        assertRefused(post(BodyPublishers.ofByteArray(over)), 413);
        assertRefused(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(over))), 413);
        assertRefused(post(BodyPublishers.ofByteArray(new byte[3 * 1024 * 1024])), 413);
    }

    @Test
    void a_database_that_hangs_is_not_waited_for_longer_than_the_platform_waits() throws Exception {
        seed.accepted("cb-8");
        try (Connection database = DriverManager.getConnection(
                Backend.database().jdbcUrl(),
                Backend.database().user(),
                Backend.database().password())) {
            database.setAutoCommit(false);
            database.createStatement().execute("select 1 from message where msg_id = 'cb-8' for update");

            assertRefused(post(ItemCallbacks.sealed("cb-8", true)), 503);
            database.rollback();
        }

        assertTaken(post(ItemCallbacks.sealed("cb-8", true)));
        assertThat(message("cb-8").get("status").asText()).isEqualTo("SENT");
    }

    @Test
    void a_client_that_asks_before_it_sends_is_told_to_go_on() {
        assertTaken(api.postOnceAsked(PATH, ItemCallbacks.sealed("{\"event_type\":1}")));
    }

    @Test
    void who_sends_far_too_much_still_gets_to_read_the_answer() throws IOException {
        int length = 3 * 1024 * 1024;
        byte[] head = ("POST " + PATH + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(new byte[length]);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void any_content_type_will_do() {
        String sealed = ItemCallbacks.sealed("{\"event_type\":1}");

        assertTaken(api.call("POST", PATH, BodyPublishers.ofString(sealed), "Content-Type", "text/plain"));
        assertTaken(api.call("POST", PATH, BodyPublishers.ofString(sealed), "Content-Type", "no/such; x=\"y"));
        assertTaken(api.call("POST", PATH, BodyPublishers.ofString(sealed), "Accept", "text/csv"));
    }

    private HttpResponse<String> post(String body) {
        return post(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> post(BodyPublisher body) {
        return api.call("POST", PATH, body);
    }

    private JsonNode message(String msgId) {
        return ApiClient.json(api.get(ApiClient.path(msgId)));
    }

    private double counted(String outcome) {
        return registry.counter("qunfa.callbacks", "outcome", outcome).count();
    }

    private static byte[] padded(String json, int length) {
        return (json + " ".repeat(length - json.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static void assertTaken(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("success");
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
    }

    private static void assertRefused(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).isNotBlank().doesNotContain("success");
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
    }
}
