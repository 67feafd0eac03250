package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;

/**
 * The messages, in the database: stored once, changed only by triggers. Every result is true when it arrives, because its
 * transaction has been committed by then (I1). Thread-safe; results arrive on the thread of the database connection.
 */
@ApplicationScoped
public class MessageStore {
    /** How long a change that nobody waits for may wait for another's transaction. */
    private static final int PATIENCE_MS = 10;

    private final Transactions transactions;
    private final Insertion insertion;
    private final Rates rates;
    private final GroupCommit<Change, Applied> changes;

    MessageStore(Transactions transactions, Insertion insertion, Clock clock, StoreConfig config, Vertx vertx) {
        this.transactions = transactions;
        this.insertion = insertion;
        this.rates = new Rates(clock);
        this.changes = new GroupCommit<>(
                "changes",
                config.maxBatch(),
                config.maxQueued(),
                this::commit,
                reminder -> vertx.setTimer(PATIENCE_MS, timer -> reminder.run()));
    }

    void measure(@Observes @AtStep(StartStep.METRICS) Starting start, MeterRegistry registry) {
        registry.gauge("qunfa.store.changes.queued", changes, GroupCommit::queued);
    }

    /**
     * Stores a batch of requests: all that is new of it in one transaction.
     *
     * @return one result an arrival, in their order; after a failure nobody knows what was stored, and storing the same batch
     *     again is always right
     */
    Uni<List<Stored>> store(List<Arrival> arrivals) {
        return insertion.store(arrivals).invoke(rates::stored);
    }

    /**
     * Lets a trigger meet its message; triggers that arrive together share a transaction.
     *
     * @return what it did; a failure ({@link OverloadedException} among others) means that it is not known to have been
     *     stored
     */
    public Uni<Applied> apply(String msgId, Trigger trigger) {
        return changes.submit(new Change(msgId, trigger));
    }

    /**
     * As {@link #apply}, for what nobody waits for: it goes with the next transaction, and has one of its own if there is none
     * within {@value #PATIENCE_MS} ms.
     */
    public Uni<Applied> applyPatiently(String msgId, Trigger trigger) {
        return changes.submitPatiently(new Change(msgId, trigger));
    }

    /** Whether the schema is there; until it is, everything waits for it. */
    public boolean isReady() {
        return transactions.areReady();
    }

    /** What this replica did within the last minute. */
    public Rates rates() {
        return rates;
    }

    /** Grows with every transaction of this replica that stored or changed messages, as soon as its commit is known. */
    public long commits() {
        return transactions.count();
    }

    private Uni<List<Applied>> commit(List<Change> batch) {
        return transactions.change(batch).invoke(rates::applied);
    }
}
