package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.Outage;
import dev.qunfa.store.PartitionClaims;
import dev.qunfa.store.QueuedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Takes a newly assigned partition over: claims it, then brings its messages from the database back into their lanes, page by
 * page, before any newer one may start, so that the order within a group survives a restart (I5). What fails is begun again from the
 * start until it succeeds or the partition is not wanted any more. Thread-safe.
 */
@ApplicationScoped
class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final int PAGE = 500;
    private static final long BEFORE_FIRST_OFFSET = -1;

    private final Backlog backlog;
    private final PartitionClaims claims;
    private final OwnedPartitions owned;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;

    Recovery(
            Backlog backlog,
            PartitionClaims claims,
            OwnedPartitions owned,
            Dispatcher dispatcher,
            DispatchConfig config) {
        this.backlog = backlog;
        this.claims = claims;
        this.owned = owned;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    /** Begins; without effect unless the partition is assigned and nobody has begun. */
    void takeOver(int partition) {
        owned.startClaim(partition).ifPresent(epoch -> new TakeOver(partition, epoch).start());
    }

    private final class TakeOver {
        private final int partition;
        private final long epoch;
        private final FailureLog failures = new FailureLog(LOG);

        private TakeOver(int partition, long epoch) {
            this.partition = partition;
            this.epoch = epoch;
        }

        private void start() {
            Uni.createFrom()
                    .deferred(this::once)
                    .onFailure()
                    .invoke(this::failed)
                    .onFailure()
                    .retry()
                    .withBackOff(config.storeRetryInitial(), config.storeRetryMax())
                    .until(failure -> isWanted())
                    .subscribe()
                    .with(
                            done -> failures.succeeded("Partition " + partition + " is taken over."),
                            failure -> LOG.debugf("Partition %d is not taken over any more.", partition));
        }

        private boolean isWanted() {
            return owned.isAt(partition, epoch);
        }

        private Uni<Void> once() {
            if (!isWanted()) {
                return Uni.createFrom().failure(new CancellationException("the partition is not wanted any more"));
            }
            return claims.claim(Set.of(partition))
                    .invoke(() -> owned.claimCommitted(partition, epoch))
                    .chain(this::readAndServe);
        }

        /** While the database is away, nobody is to blame for a partition that is not served. */
        private void failed(Throwable failure) {
            if (!isWanted()) {
                return;
            }
            if (Outage.isAway(failure)) {
                owned.progressed(partition, epoch);
            }
            failures.failed(
                    "Partition " + partition + " cannot be taken over yet; trying again. " + Outage.reason(failure));
        }

        /** Reads all pages, and once more if more came in meanwhile than was kept. */
        private Uni<Void> readAndServe() {
            return Multi.createBy()
                    .repeating()
                    .uni(() -> pages().chain(() -> dispatcher.serve(partition, epoch)))
                    .until(isServed -> isServed)
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Uni<Void> pages() {
            AtomicLong after = new AtomicLong(BEFORE_FIRST_OFFSET);
            return Multi.createBy()
                    .repeating()
                    .uni(() -> page(after))
                    .whilst(hasMore -> hasMore)
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private Uni<Boolean> page(AtomicLong after) {
            return backlog.queued(partition, after.get(), PAGE).chain(page -> {
                if (page.isEmpty() || !isWanted()) {
                    return Uni.createFrom().item(false);
                }
                after.set(lastOffset(page));
                owned.progressed(partition, epoch);
                return dispatcher.restore(page, partition, epoch).replaceWith(true);
            });
        }

        private static long lastOffset(List<QueuedMessage> page) {
            return page.get(page.size() - 1).origin().offset();
        }
    }
}
