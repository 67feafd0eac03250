package dev.qunfa.dispatch;

import dev.qunfa.store.OwnedPartitions;
import dev.qunfa.store.PartitionClaims;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What happens to the lanes when the consumer group gives partitions to this replica, or to another one: claimed, recovered and
 * then served here, or let go once what is on the wire has ended. The consumer's thread tells of partitions, others of claims
 * that are lost: each step excludes the others.
 */
@ApplicationScoped
class Ownership implements OwnedPartitions.Listener {
    private static final Logger LOG = Logger.getLogger(Ownership.class);
    /** After this, who took part in the last rebalance has heard of it. */
    private static final long SECOND_THOUGHT_MS = 2_000;

    /** Whether a partition is still ours; what of it was on the wire when the doubt came up goes on. */
    private static final class Doubt {
        private CompletableFuture<Void> onTheWire;
    }

    private final Dispatcher dispatcher;
    private final Recovery recovery;
    private final PartitionClaims claims;
    private final OwnedPartitions owned;
    private final DispatchConfig config;
    private final Vertx vertx;
    private final Map<Integer, Doubt> doubted = new ConcurrentHashMap<>();

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
        timers.onFenced(this::fenced);
    }

    @Override
    public synchronized void assigned(Set<Integer> partitions) {
        doubted.keySet().removeAll(partitions);
        partitions.forEach(this::takeOver);
    }

    /** Waits for what is on the wire, so that the next owner neither overtakes it nor sends beside it. */
    @Override
    public void revoked(Set<Integer> partitions) {
        try {
            letGo(partitions).get(config.handOver().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Partitions %s are handed over while attempts of theirs are still on the wire.", partitions);
        } catch (ExecutionException e) {
            LOG.errorf(e, "Partitions %s could not be let go in order.", partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CompletableFuture<Void> letGo(Set<Integer> partitions) {
        doubted.keySet().removeAll(partitions);
        partitions.forEach(recovery::abandon);
        return dispatcher.leave(partitions);
    }

    private void takeOver(int partition) {
        recovery.recover(
                partition,
                dispatcher::restore,
                () -> claim(partition),
                () -> dispatcher.serve(partition, this::isOursForSure));
        if (!owned.contains(partition)) {
            recovery.abandon(partition);
        }
    }

    private Uni<Void> claim(int partition) {
        return owned.contains(partition)
                ? claims.claim(Set.of(partition)).invoke(() -> owned.hold(partition))
                : Uni.createFrom().voidItem();
    }

    private boolean isOursForSure(int partition) {
        return owned.contains(partition) && !doubted.containsKey(partition);
    }

    /**
     * Another replica claimed the partition. If the consumer group confirms a while later that it is ours, that claim was a late one
     * of a replica that has lost the partition, and ours is renewed. Until then nothing of it is sent, and its lanes are built anew
     * afterwards: what was fenced off has left its lane and would come back behind the others.
     */
    private synchronized void fenced(int partition) {
        Doubt doubt = new Doubt();
        if (owned.contains(partition) && doubted.putIfAbsent(partition, doubt) == null) {
            owned.doubt(partition);
            recovery.abandon(partition);
            doubt.onTheWire = dispatcher.leave(Set.of(partition));
            thinkAgain(partition, doubt);
        }
    }

    private void thinkAgain(int partition, Doubt doubt) {
        vertx.setTimer(SECOND_THOUGHT_MS, timer -> owned.isConfirmed(partition)
                .subscribe()
                .with(isOurs -> decide(partition, doubt, isOurs), failure -> decide(partition, doubt, false)));
    }

    private void decide(int partition, Doubt doubt, boolean isOurs) {
        if (doubted.get(partition) != doubt) {
            return;
        }
        if (isOurs) {
            Uni.createFrom()
                    .completionStage(doubt.onTheWire)
                    .ifNoItem()
                    .after(config.handOver())
                    .fail()
                    .subscribe()
                    .with(landed -> renew(partition, doubt), stillOnTheWire -> thinkAgain(partition, doubt));
        } else {
            thinkAgain(partition, doubt);
        }
    }

    private synchronized void renew(int partition, Doubt doubt) {
        if (doubted.remove(partition, doubt)) {
            LOG.infof("The claim of partition %d is renewed.", partition);
            // A page of the abandoned recovery may have come into the lanes after they were emptied.
            dispatcher.leave(Set.of(partition));
            takeOver(partition);
        }
    }
}
