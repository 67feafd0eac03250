package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final Offsets offsets = new Offsets();
    private final Timed timed = new Timed();

    @BeforeEach
    void assign() {
        offsets.partitionsAssigned(Set.of(FIRST, SECOND));
    }

    @Test
    void theNextOffsetToReadIsCommittedOnce() {
        read(FIRST, 5);
        read(SECOND, 0);
        offsets.commit(timed.consumer());
        timed.succeed();
        offsets.commit(timed.consumer());

        assertThat(timed.commits).containsExactly(Map.of(FIRST, at(6), SECOND, at(1)));
    }

    @Test
    void aRecordThatIsReadAgainTakesNothingBack() {
        read(FIRST, 5);
        read(FIRST, 3);
        offsets.commit(timed.consumer());

        assertThat(timed.commits).containsExactly(Map.of(FIRST, at(6)));
    }

    @Test
    void oneCommitIsUnderWayAtATime() {
        read(FIRST, 5);
        offsets.commit(timed.consumer());
        read(FIRST, 6);
        offsets.commit(timed.consumer());
        assertThat(timed.commits).hasSize(1);

        timed.succeed();
        offsets.commit(timed.consumer());
        assertThat(timed.commits).containsExactly(Map.of(FIRST, at(6)), Map.of(FIRST, at(7)));
    }

    @Test
    void i1WhatCouldNotBeCommittedIsDueAgainUnlessMoreHasBeenReadMeanwhile() {
        read(FIRST, 5);
        read(SECOND, 5);
        offsets.commit(timed.consumer());
        read(SECOND, 8);
        timed.fail();
        offsets.commit(timed.consumer());

        assertThat(timed.commits.get(1)).isEqualTo(Map.of(FIRST, at(6), SECOND, at(9)));
    }

    @Test
    void whatIsGivenAwayIsCommittedBefore() {
        read(FIRST, 5);
        read(SECOND, 7);
        Giving consumer = new Giving();
        offsets.handOver(consumer, Set.of(FIRST));
        offsets.handOver(consumer, Set.of(FIRST));
        offsets.commit(timed.consumer());

        assertThat(consumer.commits).containsExactly(Map.of(FIRST, at(6)));
        assertThat(timed.commits).containsExactly(Map.of(SECOND, at(8)));
    }

    @Test
    void whatEndsAfterItsPartitionIsGivenAwayIsNotCommitted() {
        offsets.handOver(new Giving(), Set.of(FIRST));
        read(FIRST, 5);
        offsets.commit(timed.consumer());
        assertThat(timed.commits).isEmpty();

        offsets.partitionsAssigned(Set.of(FIRST));
        read(FIRST, 5);
        offsets.commit(timed.consumer());
        assertThat(timed.commits).containsExactly(Map.of(FIRST, at(6)));
    }

    @Test
    void aLastCommitThatFailsKeepsNobodyFromHearingThatPartitionsAreGone() {
        read(FIRST, 5);
        Giving consumer = new Giving();
        consumer.fails = true;
        offsets.handOver(consumer, Set.of(FIRST));
        offsets.commit(timed.consumer());

        assertThat(timed.commits).isEmpty();
    }

    private void read(TopicPartition partition, long offset) {
        ConsumerRecord<String, String> read =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "k", "v");
        offsets.handle(new IncomingKafkaRecord<>(read, "requests", 0, offsets, null, false, false))
                .await()
                .indefinitely();
    }

    private static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset);
    }

    /** The consumer as the timer sees it: a commit ends when the test says so. */
    private static final class Timed {
        private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        private UniEmitter<? super Void> last;

        KafkaConsumer<?, ?> consumer() {
            return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                    Timed.class.getClassLoader(), new Class<?>[] {KafkaConsumer.class}, (self, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("commitAsync");
                        return commit((Map<?, ?>) arguments[0]);
                    });
        }

        private Uni<Void> commit(Map<?, ?> due) {
            Map<TopicPartition, OffsetAndMetadata> copy = new HashMap<>();
            due.forEach((partition, offset) -> copy.put((TopicPartition) partition, (OffsetAndMetadata) offset));
            commits.add(copy);
            return Uni.createFrom().emitter(emitter -> last = emitter);
        }

        void succeed() {
            last.complete(null);
        }

        void fail() {
            last.fail(new CommitFailedException("as if the group had moved on"));
        }
    }

    /** The consumer as it is while partitions are taken away. */
    private static final class Giving extends MockConsumer<String, String> {
        private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        private boolean fails;

        Giving() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (fails) {
                throw new CommitFailedException("as if the group had moved on");
            }
            commits.add(offsets);
        }
    }
}
