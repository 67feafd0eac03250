package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.OwnedMessages.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.health.Loops;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.store.Backlog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class StragglersComponentTest {
    private static final int PARTITION = 7_001;

    @Inject
    OwnedMessages messages;

    @Inject
    Backlog backlog;

    @Inject
    Dispatcher dispatcher;

    @Inject
    OwnedPartitions owned;

    @Inject
    Clock clock;

    @Inject
    Loops loops;

    @AfterEach
    void leave() {
        owned.revoked(Set.of(PARTITION));
    }

    @Test
    void aMessageInNoLaneIsTakenInOnceItHasWaitedForLong() {
        messages.own(PARTITION);
        messages.store("owned-straggler", PARTITION);

        assertThat(looked(clock)).isEmpty();
        Clock later = Clock.offset(clock, Duration.ofMinutes(1));
        assertThat(looked(later)).containsExactly("owned-straggler");
        assertThat(looked(later)).isEmpty();
    }

    private List<String> looked(Clock by) {
        return new Stragglers(backlog, dispatcher, by, loops).look().await().atMost(PATIENCE);
    }
}
