package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendRequests;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What is to become of records that are readable, and are no messages all the same. */
class BatchTest {
    private static final Instant CUTOFF = Instant.parse("2026-01-01T00:00:00Z");
    private static final Placing ANYWHERE = new Placing(new Layout("id", 0, 8, 8), false);
    private static final RequestDecoder DECODER = new RequestDecoder(Set.of("default"), UnknownItemFields.REJECT);

    @Test
    void m6WhatIsOlderThanMessagesAreKeptAndNotKnownIsNotStored() {
        Batch batch = batch(
                record("new", CUTOFF.toEpochMilli()),
                record("old", CUTOFF.toEpochMilli() - 1),
                record("old-and-known", CUTOFF.toEpochMilli() - 1),
                record("without-a-time", -1));

        assertThat(batch.producedBefore(CUTOFF)).containsExactly("old", "old-and-known");
        batch.refuseUnknown(CUTOFF, Set.of("old-and-known"));

        assertThat(ids(batch)).containsExactly("new", "old-and-known", "without-a-time");
        assertThat(batch.tooOld()).isEqualTo(1);
        assertThat(batch.deadLetters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                .isEqualTo(DeadLetter.Reason.INVALID));
    }

    @Test
    void l4WhatTheDatabaseRefusesIsADeadLetterThatNamesTheReason() {
        Batch batch = batch(record("poison", 1));
        batch.stored(List.of(new Stored.Refused("23514")));

        assertThat(batch.refused()).isEqualTo(1);
        assertThat(batch.queued()).isEmpty();
        assertThat(batch.deadLetters()).singleElement().satisfies(letter -> assertThat(letter.message())
                .contains("SQLSTATE 23514"));
    }

    private static List<String> ids(Batch batch) {
        return batch.arrivals().stream()
                .map(Arrival::request)
                .map(request -> request.msgId())
                .toList();
    }

    @SafeVarargs
    private static Batch batch(ConsumerRecord<byte[], byte[]>... records) {
        return Batch.of(List.of(records), DECODER, ANYWHERE);
    }

    private static ConsumerRecord<byte[], byte[]> record(String msgId, long timestamp) {
        byte[] value = SendRequests.text(msgId).toBytes();
        byte[] key = "r-1".getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                "t",
                3,
                7,
                timestamp,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
