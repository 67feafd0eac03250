package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnpublishedTest {
    private final Unpublished unpublished = new Unpublished(3);

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
        return new OutboxRow(id, Collections.nCopies(events, new OutboxEntry(null, null)));
    }
}
