package dev.qunfa.store;

import dev.qunfa.lifecycle.Trigger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells messages of the requests that were refused because their id was taken. A message is told of the first {@value #MOST} of them;
 * a producer that uses one id for everything would fill timeline, topic and memory without end. The others are counted in
 * {@code qunfa.store.refusals.untold}. Thread-safe.
 */
@ApplicationScoped
class Refusals {
    static final int MOST = 100;

    /** However many there are: a message has a few other events before them, and no more than these are read. */
    static final String TOLD =
            """
            select m.msg_id, told.error
              from message m
             cross join lateral (select e.error from message_event e
                                  where e.message_id = m.id and e.event = 'refused_duplicate'
                                  order by e.seq limit 100) told
             where m.msg_id = any($1)
            """;

    private final Database database;
    private final Transactions transactions;
    private final Counter untold;

    Refusals(Database database, Transactions transactions, MeterRegistry registry) {
        this.database = database;
        this.transactions = transactions;
        this.untold = registry.counter("qunfa.store.refusals.untold");
    }

    /** A record that is read again after a crash is refused once: the refusal names it. */
    Uni<Void> tell(List<Change> refusals) {
        if (refusals.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] msgIds = Change.msgIds(refusals).toArray(String[]::new);
        return database.execute(TOLD, Tuple.of((Object) msgIds))
                .map(rows -> due(told(rows), refusals))
                .invoke(due -> untold.increment(due.left()))
                .chain(due -> due.changes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transactions.change(due.changes()).replaceWithVoid());
    }

    /**
     * What is to be told.
     *
     * @param left how many are beyond what a message is told
     */
    record Due(List<Change> changes, int left) {}

    /** @param told by {@code msg_id}, the errors of the refusals that it has been told of; grows */
    static Due due(Map<String, Set<String>> told, List<Change> refusals) {
        List<Change> changes = new ArrayList<>();
        int left = 0;
        for (Change refusal : refusals) {
            Set<String> known = told.computeIfAbsent(refusal.msgId(), id -> new HashSet<>());
            String error = MessageCodec.error(((Trigger.DuplicateRefused) refusal.trigger()).error());
            if (known.contains(error)) {
                continue;
            }
            if (known.size() < MOST) {
                known.add(error);
                changes.add(refusal);
            } else {
                left++;
            }
        }
        return new Due(changes, left);
    }

    private static Map<String, Set<String>> told(RowSet<Row> rows) {
        Map<String, Set<String>> told = new HashMap<>();
        rows.forEach(row -> told.computeIfAbsent(row.getString("msg_id"), id -> new HashSet<>())
                .add(row.getString("error")));
        return told;
    }
}
