package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.mutiny.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
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

    @Test
    void i1WhatWasAboutToBeCommittedWhenItsPartitionWasLostIsNotCommitted() {
        read(FIRST, 5);
        read(SECOND, 7);
        timed.busy = true;
        offsets.commit(timed.consumer());
        offsets.handOver(refusing(), Set.of(FIRST));
        timed.late.run();

        assertThat(timed.commits).containsExactly(Map.of(SECOND, at(8)));
    }

    @Test
    void whenNothingIsLeftToCommitTheNextOneIsNotHeldUp() {
        read(FIRST, 5);
        timed.busy = true;
        offsets.commit(timed.consumer());
        offsets.handOver(refusing(), Set.of(FIRST));
        timed.late.run();
        timed.busy = false;
        read(SECOND, 7);
        offsets.commit(timed.consumer());

        assertThat(timed.commits).containsExactly(Map.of(SECOND, at(8)));
    }

    @Test
    void aPartitionIsOursAsLongAsTheGroupTakesItsOffsetAgain() {
        offsets.create(null, vertx(), timed.consumer(), null);
        timed.polling.committed.put(FIRST, at(6));

        assertThat(isOurs(0)).isTrue();
        assertThat(isOurs(1)).isTrue();
        assertThat(timed.polling.commits).containsExactly(Map.of(FIRST, at(6)), Map.of(SECOND, at(0)));

        timed.polling.fails = true;
        assertThat(isOurs(0)).isFalse();
    }

    @Test
    void aPartitionThatIsNotOwnedOrNotReadIsNotOurs() {
        assertThat(isOurs(0)).isFalse();

        offsets.create(null, vertx(), timed.consumer(), null);
        assertThat(isOurs(2)).isFalse();
    }

    @Test
    void l6WhatIsAskedForAgainDoesNotTakeBackWhatIsOnItsWay() {
        offsets.create(null, vertx(), timed.consumer(), null);
        timed.polling.committed.put(FIRST, at(3));
        read(FIRST, 5);
        offsets.commit(timed.consumer());

        assertThat(isOurs(0)).isTrue();
        assertThat(timed.polling.commits).containsExactly(Map.of(FIRST, at(6)));
    }

    @Test
    void aMemberWithNothingToCommitAsksNowAndThenWhetherItIsOne() {
        offsets.readOnFrom(Map.of(FIRST, at(3)), Map.of(FIRST, 0L, SECOND, 7L));
        for (int i = 0; i < 4; i++) {
            offsets.commit(timed.consumer());
        }
        assertThat(timed.commits).isEmpty();

        offsets.commit(timed.consumer());
        assertThat(timed.commits).containsExactly(Map.of(FIRST, at(3), SECOND, at(7)));
    }

    @Test
    void m7ATopicThatWasMadeAnewIsReadFromItsBeginning() {
        offsets.create(null, vertx(), timed.consumer(), null);
        timed.polling.assign(List.of(FIRST));
        timed.polling.updateBeginningOffsets(Map.of(FIRST, 0L));
        timed.polling.seek(FIRST, 2);
        read(FIRST, 1);
        offsets.readAnew();
        offsets.commit(timed.consumer());

        assertThat(timed.commits).isEmpty();
        assertThat(timed.polling.position(FIRST)).isZero();
    }

    @Test
    void aCommitThatHasNoAnswerMayMeanThatAnotherHasThisMembersName() {
        AtomicInteger fenced = new AtomicInteger();
        offsets.onFenced(fenced::incrementAndGet);
        read(FIRST, 5);
        offsets.commit(timed.consumer());
        timed.polling.fenced = true;
        offsets.lookForFence(timed.polling);
        offsets.lookForFence(timed.polling);
        assertThat(fenced).hasValue(0);

        offsets.lookForFence(timed.polling);
        assertThat(fenced).hasValue(1);
    }

    private boolean isOurs(int partition) {
        return offsets.isStillOurs(partition).await().indefinitely();
    }

    /** Its timer never fires. */
    private static Vertx vertx() {
        return Vertx.newInstance((io.vertx.core.Vertx) Proxy.newProxyInstance(
                OffsetsTest.class.getClassLoader(),
                new Class<?>[] {io.vertx.core.Vertx.class},
                (self, method, arguments) -> 1L));
    }

    /** As it is when partitions are lost: somebody else has them already. */
    private static Giving refusing() {
        Giving consumer = new Giving();
        consumer.fails = true;
        return consumer;
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

    /** The consumer as the timer sees it: what is to run on its thread runs at once, a commit ends when the test says so. */
    private static final class Timed {
        private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        private final Committing polling = new Committing(this);
        private OffsetCommitCallback last;
        private Runnable late;
        private boolean busy;

        @SuppressWarnings("unchecked")
        KafkaConsumer<String, String> consumer() {
            return (KafkaConsumer<String, String>) Proxy.newProxyInstance(
                    Timed.class.getClassLoader(), new Class<?>[] {KafkaConsumer.class}, (self, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("runOnPollingThread");
                        return arguments[0] instanceof Function<?, ?> question
                                ? ask((Function<Consumer<?, ?>, ?>) question)
                                : run((java.util.function.Consumer<Consumer<?, ?>>) arguments[0]);
                    });
        }

        private Uni<?> ask(Function<Consumer<?, ?>, ?> question) {
            return Uni.createFrom().item(() -> question.apply(polling));
        }

        private Uni<Void> run(java.util.function.Consumer<Consumer<?, ?>> work) {
            if (busy) {
                late = () -> work.accept(polling);
            } else {
                work.accept(polling);
            }
            return Uni.createFrom().voidItem();
        }

        void succeed() {
            last.onComplete(Map.of(), null);
        }

        void fail() {
            last.onComplete(Map.of(), new CommitFailedException("as if the group had moved on"));
        }
    }

    /** The consumer's own thread sends a commit. */
    private static final class Committing extends Giving {
        private final Timed timed;
        private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

        Committing(Timed timed) {
            this.timed = timed;
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            partitions.forEach(each -> found.put(each, committed.get(each)));
            return found;
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            timed.commits.add(Map.copyOf(offsets));
            timed.last = callback;
        }
    }

    /** The consumer as it is while partitions are taken away. */
    private static class Giving extends MockConsumer<String, String> {
        final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
        boolean fails;
        boolean fenced;

        Giving() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            if (fenced) {
                throw new FencedInstanceIdException("as if another had the name");
            }
            if (fails) {
                throw new CommitFailedException("as if the group had moved on");
            }
            commits.add(offsets);
        }
    }
}
