package dev.qunfa.store;

import dev.qunfa.partition.OwnedPartitions;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The events of this replica's newest transactions, of the partitions that it serves, so that the relay need not read back what
 * was just written. The database has all of them; what is missing here is read from there. Bounded in events. Thread-safe.
 */
@ApplicationScoped
public class Unpublished {
    /** How long events that nobody waits for may wait until the relay is called for others. */
    private static final int PATIENCE_MS = 20;

    private final OwnedPartitions owned;
    private final int maxEvents;
    private final Reminder patience;
    private final Map<Long, OutboxRow> rows = new LinkedHashMap<>();
    private int events;
    private final AtomicBoolean toldElsewhere = new AtomicBoolean();
    private volatile Runnable relay = () -> {};

    @Inject
    Unpublished(
            OwnedPartitions owned,
            @ConfigProperty(name = "qunfa.store.max-unpublished", defaultValue = "10000") int maxEvents,
            Vertx vertx,
            ServerChanges changes) {
        this(owned, maxEvents, work -> vertx.setTimer(PATIENCE_MS, timer -> work.run()));
        changes.listen(this::forgetAll);
    }

    /** @param later runs something when the patience of events that nobody waits for ends */
    Unpublished(OwnedPartitions owned, int maxEvents, Consumer<Runnable> later) {
        this.owned = owned;
        this.maxEvents = maxEvents;
        this.patience = new Reminder(this::patienceEnded, later);
    }

    /**
     * @param newRelay called on any thread: after a commit that told something, a little later if that can wait, and when another
     *     replica told something; must not block
     */
    public void listen(Runnable newRelay) {
        relay = newRelay;
    }

    /** Another replica told something of a partition that is served here. */
    void wake() {
        toldElsewhere.set(true);
        relay.run();
    }

    /** Whether another replica told something since this was asked last. */
    public boolean wasToldElsewhere() {
        return toldElsewhere.getAndSet(false);
    }

    /** Takes what a transaction told, after its commit; without effect if it told nothing. */
    void committed(List<OutboxRow> told) {
        if (told.isEmpty()) {
            return;
        }
        synchronized (this) {
            told.stream().filter(row -> owned.contains(row.partition())).forEach(row -> {
                rows.put(row.id(), row);
                events += row.events().size();
            });
            forgetOldest();
        }
        if (told.stream().anyMatch(OutboxRow::isUrgent)) {
            relay.run();
        } else {
            patience.set();
        }
    }

    /** Mostly they have been published together with others by then. */
    private void patienceEnded() {
        if (!isEmpty()) {
            relay.run();
        }
    }

    private synchronized boolean isEmpty() {
        return rows.isEmpty();
    }

    /** What is here, in the order in which it was committed. */
    public synchronized List<OutboxRow> rows() {
        rows.values().stream()
                .filter(row -> !owned.contains(row.partition()))
                .toList()
                .forEach(this::forget);
        return List.copyOf(rows.values());
    }

    /** It is published, or will be read from the database. */
    public synchronized void forget(OutboxRow row) {
        take(row.id());
    }

    /** All of it will be read from the database, as far as it is there. */
    public synchronized void forgetAll() {
        rows.clear();
        events = 0;
    }

    /** Hands over those of the rows that are here. */
    synchronized Map<Long, OutboxRow> take(List<Long> ids) {
        Map<Long, OutboxRow> taken = new HashMap<>();
        for (Long id : ids) {
            OutboxRow row = take(id);
            if (row != null) {
                taken.put(id, row);
            }
        }
        return taken;
    }

    private OutboxRow take(Long id) {
        OutboxRow row = rows.remove(id);
        if (row != null) {
            events -= row.events().size();
        }
        return row;
    }

    private void forgetOldest() {
        Iterator<OutboxRow> oldest = rows.values().iterator();
        while (events > maxEvents && oldest.hasNext()) {
            events -= oldest.next().events().size();
            oldest.remove();
        }
    }
}
