package dev.qunfa.dispatch;

import static dev.qunfa.dispatch.Waits.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Target;
import dev.qunfa.store.QueuedMessage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight wire = new InFlight(2, 100);

    @Test
    void thereIsRoomForSoManyMessages() {
        QueuedMessage first = message("m1", "r", "g1");
        wire.add(first);
        assertThat(wire.hasRoom()).isTrue();

        wire.add(message("m2", "r", "g2"));
        assertThat(wire.hasRoom()).isFalse();
        assertThat(wire.count()).isEqualTo(2);

        wire.answered(first);
        assertThat(wire.hasRoom()).isTrue();
        assertThat(wire.count()).isEqualTo(1);
    }

    @Test
    void thereIsRoomForSoManyBytesAndALastMessageOfAnySize() {
        QueuedMessage large = sized("m1", 5_000);
        wire.add(large);
        assertThat(wire.hasRoom()).isFalse();

        wire.answered(large);
        assertThat(wire.hasRoom()).isTrue();
    }

    @Test
    void whatIsAnsweredMakesRoomOnce() {
        QueuedMessage first = message("m1", "r", "g1");
        wire.add(first);
        wire.add(message("m2", "r", "g2"));
        wire.answered(first);
        wire.remove(first);

        assertThat(wire.count()).isEqualTo(1);
        wire.add(message("m3", "r", "g3"));
        assertThat(wire.hasRoom()).isFalse();
    }

    @Test
    void i8WhatIsAnsweredAndNotStoredIsBounded() {
        QueuedMessage first = message("m0", "r", "g0");
        wire.add(first);
        wire.answered(first);
        for (int i = 1; i < 8; i++) {
            assertThat(wire.hasRoom()).isTrue();
            QueuedMessage next = message("m" + i, "r", "g" + i);
            wire.add(next);
            wire.answered(next);
        }

        assertThat(wire.hasRoom()).isFalse();
        wire.remove(first);
        assertThat(wire.hasRoom()).isTrue();
    }

    @Test
    void aPartitionIsDrainedWhenTheLastOutcomeOfItsMessagesIsStored() {
        QueuedMessage first = message("m1", "r", "g1", 1);
        QueuedMessage second = message("m2", "r", "g2", 1);
        wire.add(first);
        wire.add(second);
        wire.add(message("m3", "r", "g3", 2));

        CompletableFuture<Void> drained = wire.drained(Set.of(1, 7));
        wire.remove(first);
        wire.answered(second);
        assertThat(drained).isNotDone();
        wire.remove(second);
        assertThat(drained).isCompleted();
    }

    @Test
    void whatIsNotUnderWayIsDrainedAtOnce() {
        wire.add(message("m1", "r", "g1", 1));

        assertThat(wire.drained(Set.of(2))).isCompleted();
        assertThat(new InFlight(1, 1).drained()).isCompleted();
    }

    @Test
    void allIsDrainedWhenNothingIsUnderWay() {
        QueuedMessage one = message("m1", "r", "g1", 1);
        QueuedMessage other = message("m2", "r", "g2", 2);
        wire.add(one);
        wire.add(other);

        CompletableFuture<Void> drained = wire.drained();
        wire.remove(other);
        assertThat(drained).isNotDone();
        wire.remove(one);
        assertThat(drained).isCompleted();
    }

    private static QueuedMessage sized(String msgId, int bytes) {
        return message(msgId, new Target(Target.DEFAULT_APP, "r", "g"), Waits.PARTITION, bytes);
    }
}
