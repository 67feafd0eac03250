package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.ItemHead;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.OwnedPartitions;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.RequestStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class StragglersComponentTest {
    private static final int PARTITION = 7_001;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    RequestStore requests;

    @Inject
    Backlog backlog;

    @Inject
    Dispatcher dispatcher;

    @Inject
    OwnedPartitions owned;

    @Inject
    Clock clock;

    @AfterEach
    void leave() {
        owned.revoked(Set.of(PARTITION));
    }

    @Test
    void aMessageInNoLaneIsTakenInOnceItHasWaitedForLong() {
        owned.assigned(Set.of(PARTITION));
        // It is served when what comes in is taken over: from then on nobody reads the backlog any more.
        Awaitility.await().atMost(PATIENCE).until(() -> dispatcher
                .missing(Map.of("nobody", PARTITION))
                .await()
                .atMost(PATIENCE)
                .contains("nobody"));
        store("straggler");

        assertThat(looked(clock)).isEmpty();
        Clock later = Clock.offset(clock, Duration.ofMinutes(1));
        assertThat(looked(later)).containsExactly("straggler");
        assertThat(looked(later)).isEmpty();
    }

    private List<String> looked(Clock by) {
        return new Stragglers(backlog, dispatcher, by).look().await().atMost(PATIENCE);
    }

    private void store(String msgId) {
        byte[] bytes = msgId.getBytes(StandardCharsets.UTF_8);
        SendRequest request = new SendRequest(
                msgId,
                Seed.TARGET,
                Schedule.ANY_TIME,
                List.of(new ItemHead(1, 1)),
                null,
                new SendRequest.Payload(bytes, bytes));
        requests.store(List.of(new Arrival(request, List.of(), new RecordOrigin(PARTITION, 1), null)))
                .await()
                .atMost(PATIENCE);
    }
}
