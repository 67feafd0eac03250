package dev.qunfa.sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.PlatformApp;
import dev.qunfa.sandbox.PlatformOptions;
import dev.qunfa.sandbox.SimulatedPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TourPlanTest {

    private static final long NOW = 1_800_000_000;

    private final TourPlan plan = TourPlan.startingAt(NOW);

    @Test
    void every_message_type_and_every_final_status_within_reach_is_on_the_tour() {
        Set<Integer> types = new TreeSet<>();
        for (Stop stop : plan.stops()) {
            Json.treeOrNull(stop.values().get(0))
                    .path("msg_list")
                    .forEach(item -> types.add(item.path("msg_type").asInt()));
        }

        assertThat(types).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 17);
        assertThat(plan.stops().stream().map(each -> each.ending().status()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("SENT", "PARTIALLY_SENT", "FAILED", "EXPIRED", "REJECTED", "CANCELLED");
    }

    @Test
    void no_rule_of_one_message_hits_another() {
        for (Stop one : plan.stops()) {
            assertThat(plan.stops())
                    .filteredOn(other -> other != one && other.msgId().startsWith(one.msgId()))
                    .isEmpty();
        }
    }

    @Test
    void the_platform_takes_every_request_that_must_reach_it() throws Exception {
        PlatformApp app = PlatformApp.sandbox("default", null).withAccessToken("fixed");
        try (SimulatedPlatform platform =
                SimulatedPlatform.start(PlatformOptions.defaults().withApps(app))) {
            for (Stop stop : plan.stops()) {
                if (stop.ending().posts() > 0) {
                    JsonNode body = Request.platformBody(stop.values().get(0));
                    assertThat(send(platform, body).path("errcode").intValue())
                            .as(stop.msgId())
                            .isZero();
                }
            }
        }
    }

    @Test
    void the_service_s_own_fields_are_not_expected_at_the_platform() {
        byte[] produced = Request.of("m")
                .with("not_before", 1)
                .metadata("k", "v")
                .text("x")
                .bytes();

        assertThat(Request.platformBody(produced))
                .isEqualTo(Json.treeOrNull(Request.of("m").text("x").bytes()));
        assertThat(plan.deadLetters())
                .isEqualTo(
                        Map.of("", "unreadable", "tour-rejected", "invalid", "tour-conflict", "conflicting-duplicate"));
    }

    private static JsonNode send(SimulatedPlatform platform, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + "/gateway/qopen/SendMsgToGroup"))
                .header("Token", "fixed")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return Json.treeOrNull(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }
}
