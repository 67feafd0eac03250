package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class EventStreamComponentTest {
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
    void the_timeline_and_the_stream_tell_the_same() {
        seed.sent("stream-1");

        JsonNode events =
                ApiClient.json(api.get("/api/v1/messages/stream-1/events")).get("events");
        List<String> lines =
                api.stream("/api/v1/messages/stream-1/events/stream").toList();

        assertThat(events).hasSize(2);
        List<String> expected = new ArrayList<>();
        events.forEach(event -> {
            expected.add("id: " + event.get("seq").asInt());
            expected.add("event: " + event.get("event").asText());
            expected.add("data: " + event);
            expected.add("");
        });
        assertThat(lines).isEqualTo(expected);
    }

    @Test
    void what_happened_comes_first_then_what_happens_until_it_is_final() {
        seed.accepted("stream-2");
        Queue<String> names = new ConcurrentLinkedQueue<>();

        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            try (Stream<String> lines = api.stream("/api/v1/messages/stream-2/events/stream")) {
                lines.filter(line -> line.startsWith("event:")).forEach(names::add);
            }
        });
        await().until(() -> names.size() == 1);
        assertThat(ended).isNotDone();
        seed.report("stream-2", true);
        ended.join();

        assertThat(names).containsExactly("event: accepted", "event: item_sent");
    }

    @Test
    void a_client_that_comes_back_gets_what_it_missed() {
        seed.sent("stream-3");

        assertThat(api.stream("/api/v1/messages/stream-3/events/stream", "Last-Event-ID", "1"))
                .filteredOn(line -> line.startsWith("event:"))
                .containsExactly("event: item_sent");
        assertThat(api.stream("/api/v1/messages/stream-3/events/stream", "Last-Event-ID", "garbage"))
                .filteredOn(line -> line.startsWith("event:"))
                .hasSize(2);
    }

    @Test
    void a_client_that_has_everything_is_told_to_stay_away() {
        seed.sent("stream-4");

        HttpResponse<String> response = api.get("/api/v1/messages/stream-4/events/stream", "Last-Event-ID", "2");

        assertThat(response.statusCode()).isEqualTo(204);
    }

    @Test
    void the_stream_of_an_unknown_message_is_a_problem() {
        HttpResponse<String> response = api.get("/api/v1/messages/no-such/events/stream");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void a_client_that_goes_away_frees_its_slot() {
        seed.accepted("stream-5");
        await().until(() -> open() == 0);

        Stream<String> lines = api.stream("/api/v1/messages/stream-5/events/stream");
        assertThat(lines.iterator().next()).isEqualTo("id: 1");
        assertThat(open()).isEqualTo(1);
        lines.close();

        await().until(() -> open() == 0);
    }

    @Test
    void a_stream_shows_that_it_lives() {
        seed.accepted("stream-6");

        try (Stream<String> lines = api.stream("/api/v1/messages/stream-6/events/stream")) {
            assertThat(lines.filter(line -> line.startsWith(":")).findFirst()).contains(": alive");
        }
    }

    @Test
    void one_stream_too_many_is_refused_until_another_ends() {
        seed.accepted("stream-7");
        await().until(() -> open() == 0);
        List<Stream<String>> streams = Stream.generate(() -> api.stream("/api/v1/messages/stream-7/events/stream"))
                .limit(Backend.MAX_STREAMS)
                .toList();

        HttpResponse<String> refused = api.get("/api/v1/messages/stream-7/events/stream");
        streams.forEach(Stream::close);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        await().until(() -> open() == 0);
        seed.report("stream-7", true);
        assertThat(api.get("/api/v1/messages/stream-7/events/stream").statusCode())
                .isEqualTo(200);
    }

    /** The gauge is there from the first stream on. */
    private double open() {
        Gauge streams = registry.find("qunfa.api.streams").gauge();
        return streams == null ? 0 : streams.value();
    }
}
