package dev.qunfa.dispatch;

import dev.qunfa.store.Backlog;
import dev.qunfa.store.QueuedMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Brings the messages of a newly assigned partition from the database back into their lanes, page by page, before any new
 * record of that partition is let in, so that the order within a group survives a restart (I5). Thread-safe.
 */
@ApplicationScoped
class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final int PAGE = 500;
    private static final long BEFORE_FIRST_OFFSET = -1;

    private final Backlog backlog;
    private final DispatchConfig config;
    private final Map<Integer, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    Recovery(Backlog backlog, DispatchConfig config) {
        this.backlog = backlog;
        this.config = config;
    }

    /**
     * Recovers a partition; if that is being done already, from the beginning.
     *
     * @param lanes takes a page of messages and completes when there is room for the next
     * @param before done before anything is read, and tried again until it succeeds
     * @param after done when all is read, before anything new is let in
     */
    void recover(
            int partition,
            Function<List<QueuedMessage>, Uni<Void>> lanes,
            Supplier<Uni<Void>> before,
            Supplier<Uni<Void>> after) {
        CompletableFuture<Void> recovery = new CompletableFuture<>();
        CompletableFuture<Void> earlier = running.put(partition, recovery);
        if (earlier != null) {
            earlier.complete(null);
        }
        unlessAbandoned(before, recovery)
                .chain(() -> new Pages(partition, recovery, lanes).after(BEFORE_FIRST_OFFSET))
                .chain(() -> recovery.isDone() ? Uni.createFrom().voidItem() : after.get())
                .subscribe()
                .with(done -> end(partition, recovery), failure -> end(partition, recovery));
    }

    private void end(int partition, CompletableFuture<Void> recovery) {
        LOG.debugf("The recovery of partition %d has ended.", partition);
        recovery.complete(null);
        running.remove(partition, recovery);
    }

    private <T> Uni<T> unlessAbandoned(Supplier<Uni<T>> work, CompletableFuture<Void> recovery) {
        return Uni.createFrom()
                .deferred(() -> recovery.isDone()
                        ? Uni.createFrom().failure(new CancellationException("the partition was given away"))
                        : work.get())
                .onFailure()
                .retry()
                .withBackOff(config.storeRetryInitial(), config.storeRetryMax())
                .until(failure -> !recovery.isDone());
    }

    boolean isRunning(int partition) {
        return running.containsKey(partition);
    }

    void abandon(int partition) {
        CompletableFuture<Void> recovery = running.remove(partition);
        if (recovery != null) {
            recovery.complete(null);
        }
    }

    /** Completes once none of the messages belongs to a partition that is still being recovered. */
    Uni<Void> whenRecovered(List<QueuedMessage> messages) {
        CompletableFuture<?>[] recoveries = messages.stream()
                .map(message -> message.origin().partition())
                .distinct()
                .map(running::get)
                .filter(recovery -> recovery != null)
                .toArray(CompletableFuture[]::new);
        return recoveries.length == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().completionStage(CompletableFuture.allOf(recoveries));
    }

    private final class Pages {
        private final int partition;
        private final CompletableFuture<Void> recovery;
        private final Function<List<QueuedMessage>, Uni<Void>> lanes;

        private Pages(int partition, CompletableFuture<Void> recovery, Function<List<QueuedMessage>, Uni<Void>> lanes) {
            this.partition = partition;
            this.recovery = recovery;
            this.lanes = lanes;
        }

        private Uni<Void> after(long offset) {
            return page(offset)
                    .chain(page -> page.isEmpty() || recovery.isDone()
                            ? Uni.createFrom().voidItem()
                            : lanes.apply(page).chain(() -> after(lastOffset(page))));
        }

        private Uni<List<QueuedMessage>> page(long offset) {
            return unlessAbandoned(() -> backlog.queued(partition, offset, PAGE), recovery);
        }

        private static long lastOffset(List<QueuedMessage> page) {
            return page.get(page.size() - 1).origin().offset();
        }
    }
}
