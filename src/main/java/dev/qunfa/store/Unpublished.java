package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The events of this replica's newest transactions, so that the relay need not read back what was just written. The
 * database says what is to be published and in which order; here is only what the rows hold, and what is missing here is
 * read from there. Bounded in events. Thread-safe.
 */
@ApplicationScoped
public class Unpublished {
    private final int maxEvents;
    private final Map<Long, OutboxRow> rows = new LinkedHashMap<>();
    private int events;
    private volatile Runnable relay = () -> {};

    Unpublished(@ConfigProperty(name = "qunfa.store.max-unpublished", defaultValue = "10000") int maxEvents) {
        this.maxEvents = maxEvents;
    }

    /** @param newRelay called after commits on any thread; must not block */
    public void listen(Runnable newRelay) {
        relay = newRelay;
    }

    /** Has the relay look into the outbox. */
    void wake() {
        relay.run();
    }

    /** Takes what a transaction told, after its commit; without effect if it told nothing. */
    void committed(List<OutboxRow> told) {
        if (told.isEmpty()) {
            return;
        }
        synchronized (this) {
            told.forEach(row -> {
                rows.put(row.id(), row);
                events += row.events().size();
            });
            forgetOldest();
        }
        relay.run();
    }

    /** Hands over those of the rows that are here. */
    synchronized Map<Long, OutboxRow> take(List<Long> ids) {
        Map<Long, OutboxRow> taken = new HashMap<>();
        for (Long id : ids) {
            OutboxRow row = rows.remove(id);
            if (row != null) {
                events -= row.events().size();
                taken.put(id, row);
            }
        }
        return taken;
    }

    private void forgetOldest() {
        Iterator<OutboxRow> oldest = rows.values().iterator();
        while (events > maxEvents && oldest.hasNext()) {
            events -= oldest.next().events().size();
            oldest.remove();
        }
    }
}
