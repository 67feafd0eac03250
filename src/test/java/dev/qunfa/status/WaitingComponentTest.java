package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.results.StatusJson;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class WaitingComponentTest {
    @Inject
    Seed seed;

    @Inject
    Clock clock;

    @TestHTTPResource("/")
    URI base;

    private ApiClient api;
    private Instant later;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
        later = clock.instant().plus(Duration.ofHours(1));
    }

    @Test
    void a_scheduled_message_waits_for_its_time() {
        seed.store("wait-1", lane("a"), new Schedule(later, null), 1);

        assertThat(waitingFor("wait-1").toString())
                .isEqualTo("{\"reason\":\"not_before\",\"until\":\"" + StatusJson.rfc3339(later) + "\"}");
    }

    @Test
    void a_message_that_is_to_be_tried_again_waits_for_its_pause() {
        seed.store("wait-2", lane("b"), 1);
        seed.apply("wait-2", new Trigger.AttemptBegins(clock.instant()));
        MessageError error = MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "Not processed.");
        seed.apply("wait-2", new Trigger.NotProcessed(1, error, later));

        assertThat(waitingFor("wait-2").get("reason").asText()).isEqualTo("retry_backoff");
        assertThat(waitingFor("wait-2").get("until").asText()).isEqualTo(StatusJson.rfc3339(later));
    }

    @Test
    void of_a_lane_that_another_replica_keeps_the_likeliest_reason_is_told() {
        seed.store("wait-3", lane("c"), 1);
        seed.store("wait-4", lane("c"), 1);

        assertThat(waitingFor("wait-3").toString()).isEqualTo("{\"reason\":\"in_flight_limit\",\"until\":null}");
        assertThat(waitingFor("wait-4").toString()).isEqualTo("{\"reason\":\"group_order\",\"until\":null}");
    }

    @Test
    void a_message_with_many_before_it_is_behind_those_that_are_near() {
        seed.store("wait-far", lane("far"), 1);
        for (int i = 0; i < 199; i++) {
            seed.store("wait-other-" + i, lane("other-" + i), 1);
        }
        seed.store("wait-near", lane("far"), 1);
        seed.store("wait-other", lane("other-199"), 1);
        seed.store("wait-farther", lane("other-0"), 1);

        assertThat(waitingFor("wait-near").get("reason").asText()).isEqualTo("group_order");
        assertThat(waitingFor("wait-farther").get("reason").asText()).isEqualTo("in_flight_limit");
    }

    private static Target lane(String name) {
        return new Target("default", "r-wait", "g-" + name);
    }

    private JsonNode waitingFor(String msgId) {
        return ApiClient.json(api.get(ApiClient.path(msgId))).get("waiting_for");
    }
}
