package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class PollsTest {
    private static final TopicPartition PARTITION = new TopicPartition("qunfa.requests", 0);
    private static final int LITTLE = 300;
    private static final int MUCH = 65_536;

    private final List<List<Long>> handled = new ArrayList<>();
    private final List<CompletableFuture<Void>> works = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> rejected = new ArrayList<>();
    private final Polls polls = new Polls(MUCH, records -> {
        handled.add(records.stream().map(ConsumerRecord::offset).toList());
        works.add(new CompletableFuture<>());
        return Uni.createFrom().completionStage(works.get(works.size() - 1));
    });

    @Test
    void aPollThatFindsNothingInHandIsHandledAtOnce() {
        add(1, LITTLE);

        assertThat(handled).containsExactly(List.of(1L));
    }

    @Test
    void smallPollsThatComeMeanwhileAreHandledTogetherInTheirOrder() {
        IntStream.rangeClosed(1, 4).forEach(offset -> add(offset, LITTLE));

        done(0);

        assertThat(handled).containsExactly(List.of(1L), List.of(2L, 3L, 4L));
    }

    @Test
    void i1APollIsAcknowledgedWhenItHasBeenHandledAndNotBefore() {
        add(1, LITTLE);
        add(2, LITTLE);
        add(3, LITTLE);
        assertThat(acknowledged).isEmpty();

        done(0);
        assertThat(acknowledged).containsExactly(1L);

        done(1);
        assertThat(acknowledged).containsExactly(1L, 2L, 3L);
    }

    @Test
    void i8TheNextPollMayComeAtOnceOnlyWhileLittleIsInHand() {
        assertThat(add(1, MUCH / 2)).isDone();
        CompletableFuture<Void> over = add(2, MUCH / 2);
        assertThat(over).isNotDone();

        done(0);
        assertThat(over).isNotDone();

        done(1);
        assertThat(over).isDone();
        assertThat(polls.bytesInHand()).isZero();
        assertThat(add(3, LITTLE)).isDone();
    }

    @Test
    void i8RecordsWithoutAValueWeighSomethingToo() {
        List<CompletableFuture<Void>> admitted =
                IntStream.range(0, 2_000).mapToObj(offset -> add(offset, 0)).toList();

        assertThat(admitted.get(0)).isDone();
        assertThat(admitted.get(1_999)).isNotDone();
    }

    @Test
    void i1WhatFailsIsRejectedAndNothingThatFollowsIsHandledOrAcknowledged() {
        add(1, LITTLE);
        add(2, LITTLE);

        works.get(0).completeExceptionally(new IllegalStateException("a defect"));
        add(3, LITTLE);

        assertThat(rejected).containsExactly(1L);
        assertThat(handled).containsExactly(List.of(1L));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void i1WhatCannotBeAcknowledgedIsRejectedToo() {
        polls.add(poll(1, () -> CompletableFuture.failedFuture(new IllegalStateException("no acknowledgement"))));
        add(2, LITTLE);

        done(0);

        assertThat(rejected).containsExactly(1L);
        assertThat(handled).hasSize(1);
    }

    @Test
    void i1WhatFollowsAPollThatCannotBeAcknowledgedIsNotAcknowledged() {
        add(1, LITTLE);
        polls.add(poll(2, () -> {
            throw new IllegalStateException("no acknowledgement");
        }));
        add(3, LITTLE);

        done(0);
        done(1);

        assertThat(handled).containsExactly(List.of(1L), List.of(2L, 3L));
        assertThat(acknowledged).containsExactly(1L);
        assertThat(rejected).containsExactly(2L);
    }

    @Test
    void i1WhatIsThrownIsAFailureToo() {
        var broken = new Polls(MUCH, records -> {
            throw new IllegalStateException("a defect");
        });

        broken.add(poll(1, LITTLE));
        broken.add(poll(2, LITTLE));

        assertThat(rejected).containsExactly(1L);
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void i8KeysAndHeadersWeighSomethingToo() {
        Headers headers = new RecordHeaders().add("h", new byte[MUCH]);

        assertThat(Polls.bytes(List.of(record(1, new byte[0], 0, headers)))).isGreaterThan(MUCH);
        assertThat(Polls.bytes(List.of(record(1, new byte[MUCH], 0, new RecordHeaders()))))
                .isGreaterThan(MUCH);
    }

    private CompletableFuture<Void> add(long offset, int bytes) {
        return polls.add(poll(offset, bytes)).subscribeAsCompletionStage();
    }

    private Message<ConsumerRecords<byte[], byte[]>> poll(long offset, int bytes) {
        var record = record(offset, new byte[0], bytes, new RecordHeaders());
        return Message.of(
                new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of()),
                () -> note(acknowledged, offset),
                failure -> note(rejected, offset));
    }

    private Message<ConsumerRecords<byte[], byte[]>> poll(
            long offset, Supplier<CompletionStage<Void>> acknowledgement) {
        var record = record(offset, new byte[0], LITTLE, new RecordHeaders());
        return Message.of(
                new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of()),
                acknowledgement,
                failure -> note(rejected, offset));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key, int bytes, Headers headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                key.length,
                bytes,
                key,
                new byte[bytes],
                headers,
                Optional.empty());
    }

    private static CompletableFuture<Void> note(List<Long> notes, long offset) {
        notes.add(offset);
        return CompletableFuture.completedFuture(null);
    }

    private void done(int number) {
        works.get(number).complete(null);
    }
}
