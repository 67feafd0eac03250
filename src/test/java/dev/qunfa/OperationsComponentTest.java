package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class OperationsComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CALLBACK = "/callbacks/qopen";

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
    void a_database_that_is_away_is_told_as_unavailable_until_it_is_back() {
        seed.queued("outage-1");
        Backend.database().stop();
        try {
            HttpResponse<String> read = api.get("/api/v1/messages/outage-1");
            HttpResponse<String> cancelled = api.post("/api/v1/messages/outage-1/cancel", "");
            HttpResponse<String> stats = api.get("/api/v1/stats");
            HttpResponse<String> callback = api.post(CALLBACK, ItemCallbacks.sealed("outage-1", true));

            assertThat(read.statusCode()).as(read.body()).isEqualTo(503);
            assertThat(read.headers().firstValue("retry-after")).isPresent();
            assertThat(read.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(503);
            assertThat(stats.statusCode()).as(stats.body()).isEqualTo(503);
            assertThat(callback.statusCode()).as(callback.body()).isEqualTo(503);
            assertThat(callback.body()).doesNotContain("success");
            assertThat(api.get("/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(api.get("/q/health/live").statusCode()).isEqualTo(200);
        } finally {
            Backend.database().restart();
        }
        await().atMost(PATIENCE).until(() -> api.get("/q/health/ready").statusCode() == 200);
        await().atMost(PATIENCE)
                .until(() -> api.get("/api/v1/messages/outage-1").statusCode() == 200);
        assertThat(api.post(CALLBACK, ItemCallbacks.sealed("outage-1", true)).body())
                .isEqualTo("success");
    }

    @Test
    void statistics_count_every_status() {
        seed.queued("stats-1");
        seed.sent("stats-2");

        JsonNode stats = ApiClient.json(api.get("/api/v1/stats"));

        assertThat(stats.get("counts").fieldNames())
                .toIterable()
                .containsExactly(
                        "QUEUED",
                        "SENDING",
                        "IN_DOUBT",
                        "ACCEPTED",
                        "SENT",
                        "PARTIALLY_SENT",
                        "FAILED",
                        "EXPIRED",
                        "REJECTED",
                        "CANCELLED",
                        "UNCONFIRMED");
        assertThat(stats.get("counts").get("QUEUED").asInt()).isPositive();
        assertThat(stats.get("counts").get("SENT").asInt()).isPositive();
        assertThat(stats.get("oldest_waiting_at").asText()).endsWith("Z");
        assertThat(stats.get("last_minute").get("received").asInt()).isPositive();
        assertThat(stats.get("last_minute").get("posted").asInt()).isPositive();
        assertThat(stats.get("last_minute").get("final").asInt()).isPositive();
    }

    @Test
    void health_metrics_and_the_document_are_served() {
        api.post(CALLBACK, "{}");

        assertThat(api.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(api.get("/q/health/started").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> api.get("/q/health/ready").statusCode() == 200);
        assertThat(api.get("/q/metrics").body()).contains("qunfa_callbacks_total{outcome=\"unauthorized\"");
        assertThat(api.get("/q/openapi").body()).contains("/callbacks/qopen:", "operationId: followTimeline");
        assertThat(api.get("/q/openapi?format=json").body()).contains("AAZG5k6tAAAAAAAAAAAAKg3q9w8");
    }

    @Test
    void calls_are_measured_by_what_they_are_and_not_by_message() {
        api.call("PUT", ApiClient.path("measured-1"), BodyPublishers.noBody());
        api.call("OPTIONS", ApiClient.path("measured-1") + "/events/stream", BodyPublishers.noBody());
        api.get(ApiClient.path("measured-1"));

        await().atMost(PATIENCE)
                .until(() -> api.get("/q/metrics").body().contains("uri=\"/api/v1/messages/{msg_id}/events/stream\""));
        assertThat(api.get("/q/metrics").body()).doesNotContain("measured-1");
    }
}
