package dev.qunfa.dispatch;

import dev.qunfa.store.OwnedPartitions;
import dev.qunfa.store.PartitionClaims;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What happens to the lanes when the consumer group gives partitions to this replica, or to another one: claimed, recovered and
 * then served here, or let go once what is on the wire has ended. Called on the consumer's thread.
 */
@ApplicationScoped
class Ownership implements OwnedPartitions.Listener {
    private static final Logger LOG = Logger.getLogger(Ownership.class);
    /** After this, who took part in the last rebalance has heard of it. */
    private static final long SECOND_THOUGHT_MS = 2_000;

    private final Dispatcher dispatcher;
    private final Recovery recovery;
    private final PartitionClaims claims;
    private final OwnedPartitions owned;
    private final DispatchConfig config;
    private final Vertx vertx;
    private final Set<Integer> doubted = ConcurrentHashMap.newKeySet();

    Ownership(
            Dispatcher dispatcher,
            Recovery recovery,
            PartitionClaims claims,
            OwnedPartitions owned,
            DispatchConfig config,
            Vertx vertx) {
        this.dispatcher = dispatcher;
        this.recovery = recovery;
        this.claims = claims;
        this.owned = owned;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        owned.listen(this);
        dispatcher.onFenced(this::fenced);
        timers.onFenced(this::fencedOnTime);
    }

    /** A partition that is just being taken over is not claimed yet. */
    private void fencedOnTime(int partition) {
        if (!recovery.isRunning(partition)) {
            fenced(partition);
        }
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        partitions.forEach(this::takeOver);
    }

    /** Waits for what is on the wire, so that the next owner neither overtakes it nor sends beside it. */
    @Override
    public void revoked(Set<Integer> partitions) {
        partitions.forEach(recovery::abandon);
        try {
            dispatcher.leave(partitions).get(config.handOver().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Partitions %s are handed over while attempts of theirs are still on the wire.", partitions);
        } catch (ExecutionException e) {
            LOG.errorf(e, "Partitions %s could not be let go in order.", partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeOver(int partition) {
        recovery.recover(
                partition,
                dispatcher::restore,
                () -> claims.claim(Set.of(partition)),
                () -> dispatcher.serve(Set.of(partition)));
    }

    /**
     * Another replica claimed the partition. If the consumer group still says that it is ours a while later, that claim was a
     * late one of a replica that has lost the partition, and ours is renewed.
     */
    private void fenced(int partition) {
        if (doubted.add(partition)) {
            vertx.setTimer(SECOND_THOUGHT_MS, timer -> {
                doubted.remove(partition);
                if (owned.contains(partition)) {
                    LOG.infof("The claim of partition %d is renewed.", partition);
                    // What was fenced off has left its lane; the lanes are built anew, or it would come back behind the
                    // others.
                    dispatcher.leave(Set.of(partition));
                    takeOver(partition);
                }
            });
        }
    }
}
