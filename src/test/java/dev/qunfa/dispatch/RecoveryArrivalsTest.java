package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.store.QueuedMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryArrivalsTest {
    private final RecoveryArrivals arrivals = new RecoveryArrivals(2);

    private List<String> removed(int partition) {
        return arrivals.remove(partition).orElseThrow().stream()
                .map(QueuedMessage::msgId)
                .toList();
    }

    @Test
    void i5WhatComesInIsHandedOverInItsOrderOnce() {
        arrivals.add(message("m1", "r", "g", 7));
        arrivals.add(message("other", "r", "g", 8));
        arrivals.add(message("m2", "r", "g", 7));

        assertThat(removed(7)).containsExactly("m1", "m2");
        assertThat(removed(7)).isEmpty();
        assertThat(removed(8)).containsExactly("other");
    }

    @Test
    void i8OfAPartitionForWhichTooMuchComesInNothingIsKept() {
        for (int i = 0; i < 4; i++) {
            arrivals.add(message("m" + i, "r", "g", 7));
        }
        arrivals.add(message("other", "r", "g", 8));

        assertThat(arrivals.remove(7)).isEmpty();
        assertThat(removed(8)).containsExactly("other");
        assertThat(removed(7)).isEmpty();
    }

    @Test
    void whatIsGivenAwayIsForgotten() {
        for (int i = 0; i < 4; i++) {
            arrivals.add(message("m" + i, "r", "g", 7));
        }
        arrivals.clear(List.of(7));

        assertThat(removed(7)).isEmpty();
    }
}
