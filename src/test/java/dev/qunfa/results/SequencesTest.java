package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.store.OutboxEntry;
import dev.qunfa.store.OutboxRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final int PARTITION = 4;

    private final Sequences sequences = new Sequences(3, 2);

    private static OutboxEntry event(String msgId, int seq) {
        return event(msgId, seq, MessageStatus.ACCEPTED);
    }

    private static OutboxEntry event(String msgId, int seq, MessageStatus status) {
        Snapshot message = new Snapshot(msgId, null, null, status, null, 1, null, null);
        Emission what = new Emission(EventType.ACCEPTED, seq, 0, null);
        return new OutboxEntry(7, new StatusEvent(new UUID(0, 0), what, message, Instant.EPOCH), null);
    }

    private static OutboxRow row(OutboxEntry... events) {
        return new OutboxRow(1, PARTITION, Arrays.asList(events));
    }

    @Test
    void i7TheFirstEventOfAMessageIsNextAndThenTheOneAfterIt() {
        assertThat(sequences.advance(row(event("a", 1)))).isTrue();
        assertThat(sequences.advance(row(event("a", 2)))).isTrue();
        assertThat(sequences.advance(row(event("a", 3)))).isTrue();
    }

    @Test
    void i7AnEventWhosePredecessorIsNotKnownToBePublishedHasToWait() {
        assertThat(sequences.advance(row(event("a", 2)))).isFalse();
        assertThat(sequences.advance(row(event("a", 1)))).isTrue();
        assertThat(sequences.advance(row(event("a", 3)))).isFalse();
    }

    @Test
    void whatWasPublishedBeforeIsNotNextOnceMore() {
        sequences.advance(row(event("a", 1)));
        sequences.advance(row(event("a", 2)));

        assertThat(sequences.advance(row(event("a", 1)))).isFalse();
        assertThat(sequences.advance(row(event("a", 2)))).isFalse();
    }

    @Test
    void i7ARowWithOneEventThatIsNotNextAdvancesNothing() {
        sequences.advance(row(event("b", 1)));

        assertThat(sequences.advance(row(event("a", 1), event("b", 2), event("a", 2), event("c", 5))))
                .isFalse();
        assertThat(sequences.advance(row(event("a", 1), event("a", 2), event("b", 2))))
                .isTrue();
    }

    @Test
    void whatIsReadFromTheDatabaseIsFollowed() {
        sequences.published(event("a", 7).event());

        assertThat(sequences.advance(row(event("a", 8)))).isTrue();
    }

    @Test
    void i7AfterAFailureNothingIsKnownToBePublished() {
        sequences.advance(row(event("a", 1)));
        sequences.forgetAll();

        assertThat(sequences.advance(row(event("a", 2)))).isFalse();
    }

    @Test
    void i7AnEventOfAMessageThatHasEndedIsNextOnceOnly() {
        assertThat(sequences.advance(row(event("a", 1, MessageStatus.FAILED)))).isTrue();

        assertThat(sequences.advance(row(event("a", 1, MessageStatus.FAILED)))).isFalse();
        assertThat(sequences.advance(row(event("a", 2, MessageStatus.FAILED)))).isTrue();
    }

    @Test
    void i7WhatARowTookToItsEndIsTakenBackWithTheRow() {
        sequences.advance(row(event("a", 1)));

        assertThat(sequences.advance(row(event("a", 2, MessageStatus.SENT), event("b", 2))))
                .isFalse();
        assertThat(sequences.advance(row(event("a", 2, MessageStatus.SENT)))).isTrue();
    }

    @Test
    void messagesThatHaveEndedMakeRoomForOthers() {
        for (String msgId : List.of("a", "b", "c", "d", "e")) {
            sequences.advance(row(event(msgId, 1)));
            sequences.advance(row(event(msgId, 2, MessageStatus.SENT)));
        }
        sequences.advance(row(event("f", 1), event("g", 1), event("h", 1)));

        assertThat(sequences.advance(row(event("f", 2), event("g", 2), event("h", 2))))
                .isTrue();
    }

    @Test
    void i8OnlySoManyMessagesAreRemembered() {
        sequences.advance(row(event("a", 1), event("b", 1), event("c", 1), event("d", 1)));

        assertThat(sequences.advance(row(event("a", 2)))).isFalse();
        assertThat(sequences.advance(row(event("d", 2)))).isTrue();
    }
}
