package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnpublishedTest {
    private static final int PARTITION = 4;

    private final OwnedPartitions owned = new OwnedPartitions();
    private final Unpublished unpublished = new Unpublished(owned, 3);

    @BeforeEach
    void own() {
        owned.assigned(Set.of(PARTITION));
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
        AtomicInteger woken = new AtomicInteger();
        unpublished.listen(woken::incrementAndGet);

        unpublished.committed(List.of());
        assertThat(woken).hasValue(0);
        unpublished.committed(List.of(row(1, 1)));
        assertThat(woken).hasValue(1);
    }

    private static OutboxRow row(long id, int events) {
        return new OutboxRow(id, PARTITION, Collections.nCopies(events, new OutboxEntry(null, null)));
    }
}
