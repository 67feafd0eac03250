package dev.qunfa.intake;

import dev.qunfa.health.FailureLog;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jboss.logging.Logger;

/**
 * Commits how far the requests topic has been read and stored: once a second, and when partitions are given away. A commit that
 * fails is made up for by the next one; what is read again for want of it is known by its id. Thread-safe.
 */
@ApplicationScoped
@Identifier(Offsets.STRATEGY)
class Offsets implements KafkaCommitHandler.Factory, KafkaCommitHandler {
    static final String STRATEGY = "every-second";

    private static final Logger LOG = Logger.getLogger(Offsets.class);
    private static final long INTERVAL_MS = 1_000;
    /** The group's other members wait for it. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(1);

    /** What is read from if nothing is committed. */
    private static final OffsetAndMetadata BEGINNING = new OffsetAndMetadata(0);

    /** So many intervals without anything to commit: what is known is committed again, to hear whether this is still a member. */
    private static final int IDLE_ROUNDS = 5;
    /** After so many seconds an answer is overdue. */
    private static final int MANY_ROUNDS_UNDER_WAY = 3;

    private static final Duration A_MOMENT = Duration.ofMillis(100);
    /** Fewer failures in a row are ordinary: a rebalance, a coordinator that moves. */
    private static final int MANY_FAILURES = 5;

    private final Set<TopicPartition> owned = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, OffsetAndMetadata> due = new ConcurrentHashMap<>();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Map<TopicPartition, OffsetAndMetadata> sent = new ConcurrentHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> known = new ConcurrentHashMap<>();
    private final FailureLog failures = new FailureLog(LOG);
    private volatile KafkaConsumer<?, ?> reading;
    private volatile Runnable onFenced = () -> {};
    private volatile Supplier<String> topicId = () -> "";
    private volatile int failedInARow;
    private volatile int idleRounds;
    private int roundsUnderWay;

    @Override
    public KafkaCommitHandler create(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        reading = consumer;
        vertx.setPeriodic(INTERVAL_MS, timer -> commit(consumer));
        return this;
    }

    /** @param listener told on the consumer's thread that another process has this one's name in the consumer group */
    void onFenced(Runnable listener) {
        onFenced = listener;
    }

    /**
     * @param id of the topic that is read. Offsets are committed with it: a topic may be made anew under its name before the last commit
     *     of the one before, and would be read from there
     */
    void labelBy(Supplier<String> id) {
        topicId = id;
    }

    /**
     * The topic was made anew while it was read. The client keeps the partitions that both have, and reads them on from where it was in
     * the one before: what it has skipped is read, what it has read is known by its id.
     */
    void readAnew() {
        due.clear();
        known.clear();
        onPollingThread(consumer -> consumer.seekToBeginning(consumer.assignment()))
                .subscribe()
                .with(
                        sought -> LOG.warn("The requests topic was made anew; it is read from its beginning."),
                        failure -> LOG.warnf(
                                "The requests topic was made anew, and cannot be read from its beginning: records may be skipped. %s",
                                failure.getMessage()));
    }

    /** Fails if there is no consumer (yet). */
    Uni<Void> onPollingThread(java.util.function.Consumer<Consumer<?, ?>> work) {
        KafkaConsumer<?, ?> consumer = reading;
        return consumer == null
                ? Uni.createFrom().failure(new IllegalStateException("there is no consumer yet"))
                : run(consumer, work);
    }

    private static <K, V> Uni<Void> run(
            KafkaConsumer<K, V> consumer, java.util.function.Consumer<Consumer<?, ?>> work) {
        return consumer.runOnPollingThread(polling -> {
            work.accept(polling);
        });
    }

    /**
     * The client tells of a fence whoever asks it next, not the callback of the commit that was refused: that one is under way for
     * ever. On the consumer's thread, once a second.
     */
    void lookForFence(Consumer<?, ?> consumer) {
        roundsUnderWay = underWay.get() ? roundsUnderWay + 1 : 0;
        if (roundsUnderWay < MANY_ROUNDS_UNDER_WAY) {
            return;
        }
        try {
            consumer.commitSync(Map.of(), A_MOMENT);
        } catch (FencedInstanceIdException e) {
            onFenced.run();
        } catch (KafkaException e) {
            LOG.debugf("The commit that is under way has no answer yet. %s", e.getMessage());
        }
    }

    /** On the consumer's thread. */
    void readOnFrom(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> begins) {
        begins.forEach((partition, begin) ->
                known.put(partition, committed.getOrDefault(partition, new OffsetAndMetadata(begin, topicId.get()))));
    }

    /**
     * Whether the consumer group says at this moment that the partition is this replica's: who has been given nothing new for want
     * of a broker may have lost it long ago. False also if there is no telling, or another question is under way: it may keep the
     * consumer's thread for a second.
     */
    Uni<Boolean> isStillOurs(int partition) {
        KafkaConsumer<?, ?> consumer = reading;
        if (consumer == null || !asking.compareAndSet(false, true)) {
            return Uni.createFrom().item(false);
        }
        return asked(consumer, partition)
                .onFailure()
                .recoverWithItem(false)
                .onTermination()
                .invoke(() -> asking.set(false));
    }

    private <K, V> Uni<Boolean> asked(KafkaConsumer<K, V> consumer, int partition) {
        return consumer.runOnPollingThread(polling -> {
            return takesTheSameOffsetAgain(polling, partition);
        });
    }

    /** The group's coordinator refuses the commit of whoever is not a member of its present generation. */
    private boolean takesTheSameOffsetAgain(Consumer<?, ?> consumer, int partition) {
        Set<TopicPartition> one =
                owned.stream().filter(each -> each.partition() == partition).collect(Collectors.toUnmodifiableSet());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(consumer.committed(one, LAST_COMMIT));
        offsets.replaceAll((same, offset) -> later(offset == null ? BEGINNING : offset, sent.get(same)));
        consumer.commitSync(offsets, LAST_COMMIT);
        return !offsets.isEmpty();
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        owned.addAll(partitions);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> read) {
        note(
                new TopicPartition(read.getTopic(), read.getPartition()),
                new OffsetAndMetadata(read.getOffset() + 1, topicId.get()));
        return Uni.createFrom().voidItem();
    }

    /** Before somebody else reads on from there. On the consumer's thread. */
    void handOver(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        owned.removeAll(partitions);
        known.keySet().removeAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();
        for (TopicPartition each : partitions) {
            OffsetAndMetadata offset = due.remove(each);
            if (offset != null) {
                last.put(each, offset);
            }
        }
        try {
            if (!last.isEmpty()) {
                consumer.commitSync(last, LAST_COMMIT);
            }
        } catch (KafkaException e) {
            LOG.infof(
                    "Partitions are given away without a last commit; their next owner reads some records again. %s",
                    e);
        }
    }

    /**
     * What is due; nothing while the commit before is under way. It is taken on the consumer's thread, which hears of partitions
     * that are gone: a commit for one of those would be accepted, and let its next owner skip what it has never seen.
     */
    <K, V> void commit(KafkaConsumer<K, V> consumer) {
        idleRounds = due.isEmpty() ? idleRounds + 1 : 0;
        boolean nothingToDo = due.isEmpty() && idleRounds < IDLE_ROUNDS;
        if (nothingToDo || !underWay.compareAndSet(false, true)) {
            return;
        }
        consumer.runOnPollingThread(polling -> {
                    send(polling);
                })
                .subscribe()
                .with(sent -> LOG.trace("The offsets are on their way."), failure -> underWay.set(false));
    }

    private void send(Consumer<?, ?> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(due);
        offsets.forEach(due::remove);
        if (offsets.isEmpty()) {
            idleRounds = 0;
            offsets.putAll(known);
        }
        if (offsets.isEmpty()) {
            underWay.set(false);
            return;
        }
        sent.putAll(offsets);
        consumer.commitAsync(offsets, (committed, failure) -> {
            sent.clear();
            underWay.set(false);
            if (failure == null) {
                succeeded(offsets);
            } else {
                failed(offsets, failure);
            }
        });
    }

    private void succeeded(Map<TopicPartition, OffsetAndMetadata> offsets) {
        failedInARow = 0;
        failures.succeeded("Offsets are committed again.");
        offsets.forEach((partition, offset) -> {
            if (owned.contains(partition)) {
                known.put(partition, offset);
            }
        });
    }

    private void failed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        LOG.debugf("The offsets could not be committed; trying again. %s", failure);
        offsets.forEach(this::note);
        if (failure instanceof FencedInstanceIdException) {
            onFenced.run();
        } else if (++failedInARow >= MANY_FAILURES) {
            failures.failed("Offsets cannot be committed, so a crash would have records read again; intake goes on. "
                    + failure.getMessage());
        }
    }

    private static OffsetAndMetadata later(OffsetAndMetadata one, OffsetAndMetadata other) {
        return other != null && other.offset() > one.offset() ? other : one;
    }

    /** What somebody else reads on from is not taken back. */
    private void note(TopicPartition partition, OffsetAndMetadata offset) {
        if (owned.contains(partition)) {
            due.merge(partition, offset, Offsets::later);
        }
    }
}
