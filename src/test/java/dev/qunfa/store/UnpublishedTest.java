package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.partition.OwnedPartitions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnpublishedTest {
    private static final int PARTITION = 4;

    private final OwnedPartitions owned = new OwnedPartitions(Clock.systemUTC(), System::nanoTime);
    private final List<Runnable> ends = new ArrayList<>();
    private final Unpublished unpublished = new Unpublished(owned, 3, ends::add);
    private final AtomicInteger woken = new AtomicInteger();

    @BeforeEach
    void own() {
        owned.assigned(Set.of(PARTITION));
    }

    @BeforeEach
    void listen() {
        unpublished.listen(woken::incrementAndGet);
    }

    @Test
    void whatAnotherReplicaPublishesIsNotKept() {
        unpublished.committed(List.of(new OutboxRow(1, PARTITION + 1, List.of()), row(2, 1)));
        assertThat(unpublished.rows()).extracting(OutboxRow::id).containsExactly(2L);

        owned.revoked(Set.of(PARTITION));
        assertThat(unpublished.rows()).isEmpty();
        owned.assigned(Set.of(PARTITION));
        assertThat(unpublished.rows()).isEmpty();
    }

    @Test
    void whatIsForgottenMakesRoom() {
        unpublished.committed(List.of(row(1, 2)));
        unpublished.forget(unpublished.rows().get(0));
        unpublished.committed(List.of(row(2, 3)));

        assertThat(unpublished.rows()).extracting(OutboxRow::id).containsExactly(2L);
    }

    @Test
    void whatAnotherReplicaToldIsSaidOnce() {
        unpublished.wake();

        assertThat(unpublished.wasToldElsewhere()).isTrue();
        assertThat(unpublished.wasToldElsewhere()).isFalse();
    }

    @Test
    void i8OnlyTheNewestEventsAreKept() {
        unpublished.committed(List.of(row(1, 2), row(2, 1)));
        unpublished.committed(List.of(row(3, 2)));

        assertThat(unpublished.take(List.of(1L, 2L, 3L))).containsOnlyKeys(2L, 3L);
    }

    @Test
    void aRowIsHandedOverOnce() {
        unpublished.committed(List.of(row(1, 1)));

        assertThat(unpublished.take(List.of(1L))).containsOnlyKeys(1L);
        assertThat(unpublished.take(List.of(1L))).isEmpty();
    }

    @Test
    void theRelayIsWokenByEventsOnly() {
        unpublished.committed(List.of());
        assertThat(woken).hasValue(0);
        unpublished.committed(List.of(row(1, 1)));
        assertThat(woken).hasValue(1);
    }

    @Test
    void whatOnlySaysThatAllGoesItsWayIsPublishedWithOthers() {
        unpublished.committed(List.of(row(1, EventType.ACCEPTED)));
        unpublished.committed(List.of(row(2, EventType.QUEUED)));
        assertThat(woken).hasValue(0);

        unpublished.committed(List.of(row(3, EventType.FAILED)));
        assertThat(woken).hasValue(1);

        unpublished.take(List.of(1L, 2L, 3L));
        endPatience();
        assertThat(woken).hasValue(1);
    }

    @Test
    void orWhenItsPatienceEnds() {
        unpublished.committed(List.of(row(1, EventType.ACCEPTED)));
        unpublished.committed(List.of(row(2, EventType.ACCEPTED)));
        endPatience();
        assertThat(woken).hasValue(1);

        unpublished.committed(List.of(row(3, EventType.ACCEPTED)));
        endPatience();
        assertThat(woken).hasValue(2);
    }

    @Test
    void oneEventThatSomebodyWaitsForIsEnough() {
        unpublished.committed(List.of(row(1, EventType.ACCEPTED), row(2, EventType.ITEM_SENT)));
        assertThat(woken).hasValue(1);

        unpublished.committed(List.of(row(3, EventType.ACCEPTED, EventType.ITEM_SENT)));
        assertThat(woken).hasValue(2);
        assertThat(ends).isEmpty();
    }

    @Test
    void whatIsToldWhileTheRelayIsCalledIsCalledForAgain() {
        unpublished.listen(() -> {
            if (woken.incrementAndGet() == 1) {
                unpublished.committed(List.of(row(2, EventType.ACCEPTED)));
            }
        });
        unpublished.committed(List.of(row(1, EventType.ACCEPTED)));

        endPatience();
        endPatience();
        assertThat(woken).hasValue(2);
    }

    /** One for all that wait. */
    private void endPatience() {
        assertThat(ends).hasSize(1);
        ends.remove(0).run();
    }

    private static OutboxRow row(long id, int events) {
        return new OutboxRow(id, PARTITION, Collections.nCopies(events, entry(EventType.ITEM_SENT)));
    }

    private static OutboxRow row(long id, EventType... events) {
        return new OutboxRow(
                id, PARTITION, Stream.of(events).map(UnpublishedTest::entry).toList());
    }

    private static OutboxEntry entry(EventType type) {
        Emission what = new Emission(type, 1, 0, null);
        return new OutboxEntry(7, new StatusEvent(new UUID(0, 0), what, null, Instant.EPOCH), null);
    }
}
