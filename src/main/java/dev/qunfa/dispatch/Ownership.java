package dev.qunfa.dispatch;

import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.partition.PartitionState;
import dev.qunfa.partition.PartitionStatus;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What a change of a partition's state does to the lanes: an assigned partition is taken over, one that is revoked or contested
 * is let go once what is in flight of it has ended. Called by the consumer's thread and by others; the state, not the thread,
 * decides what still holds.
 */
@ApplicationScoped
class Ownership implements OwnedPartitions.Listener {
    private static final Logger LOG = Logger.getLogger(Ownership.class);
    /** After this, who took part in the last rebalance has heard of it. */
    private static final long RECHECK_DELAY_MS = 2_000;

    private final Dispatcher dispatcher;
    private final Recovery recovery;
    private final OwnedPartitions owned;
    private final Duration handOver;
    private final Vertx vertx;

    Ownership(Dispatcher dispatcher, Recovery recovery, OwnedPartitions owned, TimeLimits limits, Vertx vertx) {
        this.dispatcher = dispatcher;
        this.recovery = recovery;
        this.owned = owned;
        this.handOver = limits.handOver();
        this.vertx = vertx;
    }

    void start(@Observes @AtStep(StartStep.PARTITIONS) Starting event) {
        owned.listen(this);
        release(givenAway());
    }

    /** Those that were assigned and given away before anybody listened. */
    private Set<Integer> givenAway() {
        return owned.statuses().stream()
                .filter(each -> each.state() instanceof PartitionState.Releasing)
                .map(PartitionStatus::partition)
                .collect(Collectors.toSet());
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        LOG.infof("Partitions %s are assigned.", partitions);
        partitions.forEach(recovery::takeOver);
    }

    /** Waits for what is in flight, so that the next owner neither overtakes it nor sends beside it. */
    @Override
    public void revoked(Set<Integer> partitions) {
        LOG.infof("Partitions %s are given away.", partitions);
        try {
            release(partitions).get(handOver.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Partitions %s are handed over while attempts of theirs are still in flight.", partitions);
        } catch (ExecutionException e) {
            LOG.errorf(e, "Partitions %s could not be let go in order.", partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> release(Set<Integer> partitions) {
        Map<Integer, Long> epochs = new HashMap<>();
        partitions.forEach(
                partition -> epochs.put(partition, owned.state(partition).epoch()));
        return dispatcher.leave(partitions).thenRun(() -> epochs.forEach(owned::drained));
    }

    /**
     * Another replica claimed the partition. If the consumer group confirms a while later that it is ours, that claim was a late one
     * of a replica that has lost the partition, and ours is made anew. Until then nothing of it is sent, and its lanes are built anew
     * afterwards: what was fenced off has left its lane and would come back behind the others.
     */
    @Override
    public void contested(int partition) {
        PartitionState state = owned.state(partition);
        LOG.infof(
                "Partition %d was claimed by another replica; nothing of it is sent until that is settled.", partition);
        recheckLater(partition, state.epoch(), dispatcher.leave(Set.of(partition)));
    }

    private void recheckLater(int partition, long epoch, CompletableFuture<Void> drained) {
        vertx.setTimer(RECHECK_DELAY_MS, timer -> {
            if (owned.isAt(partition, epoch)) {
                owned.isConfirmed(partition)
                        .subscribe()
                        .with(
                                isOurs -> decide(partition, epoch, isOurs, drained),
                                failure -> recheckLater(partition, epoch, drained));
            }
        });
    }

    private void decide(int partition, long epoch, boolean isOurs, CompletableFuture<Void> drained) {
        if (isOurs && drained.isDone()) {
            LOG.infof("The claim of partition %d is renewed.", partition);
            owned.confirmed(partition, epoch);
        } else {
            recheckLater(partition, epoch, drained);
        }
    }
}
