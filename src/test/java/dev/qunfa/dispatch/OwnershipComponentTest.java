package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.OwnedMessages.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.Backend;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.store.QueuedMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another replica claims a partition that is served here. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class OwnershipComponentTest {
    private static final int PARTITION = 7_002;

    @Inject
    OwnedMessages messages;

    @Inject
    Dispatcher dispatcher;

    @Inject
    OwnedPartitions owned;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean isOurs = new AtomicBoolean();

    @AfterEach
    void leave() {
        owned.revoked(Set.of(PARTITION));
        owned.confirmBy(partition -> Uni.createFrom().item(false));
    }

    @Test
    void i5NothingIsSentUntilTheGroupConfirmsThatThePartitionIsOursAndThenItsLanesAreBuiltAnew() {
        owned.confirmBy(partition -> {
            asked.incrementAndGet();
            return Uni.createFrom().item(isOurs.get());
        });
        messages.own(PARTITION);
        messages.execute("update partition_owner set owner = 'another' where partition = $1", PARTITION);

        QueuedMessage fenced = QueuedMessage.of(messages.store("owned-fenced", PARTITION));
        dispatcher.take(List.of(fenced)).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> asked.get() >= 1);
        QueuedMessage later = QueuedMessage.of(messages.store("owned-later", PARTITION));
        dispatcher.take(List.of(later)).await().atMost(PATIENCE);
        assertThat(messages.isServed(PARTITION)).isFalse();
        assertThat(messages.attemptsOf("owned-fenced")).isZero();
        assertThat(messages.attemptsOf("owned-later")).isZero();

        isOurs.set(true);
        messages.awaitServed(PARTITION);
        await().atMost(PATIENCE).until(() -> messages.attemptsOf("owned-fenced") > 0);
        assertThat(messages.query("select owner from partition_owner where partition = $1", PARTITION)
                        .getString(0))
                .isNotEqualTo("another");
    }
}
