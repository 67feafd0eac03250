package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The events that wait for the broker. Thread-safe; results arrive on the thread of the database connection. */
@ApplicationScoped
public class Outbox {
    private static final String NEXT = "select o.id as outbox_id, " + EventColumns.COLUMNS
            + " from outbox o"
            + " join message_event e on e.message_id = o.message_id and e.seq = o.seq"
            + " join message m on m.id = o.message_id"
            + " where o.partition = any($1) order by o.id limit $2";

    private final Database database;
    private final OwnedPartitions owned;

    Outbox(Database database, OwnedPartitions owned) {
        this.database = database;
        this.owned = owned;
    }

    /**
     * The oldest events of the partitions that this replica owns. Within a message they come in the order of {@code seq}:
     * their places are given under the message's lock, so none is committed before its predecessor.
     */
    public Uni<List<OutboxEntry>> next(int limit) {
        return database.execute(NEXT, Tuple.of(owned.toArray(), limit)).map(Outbox::entries);
    }

    /** Forgets events that the broker has acknowledged. */
    public Uni<Void> published(List<Long> ids) {
        return database.execute("delete from outbox where id = any($1)", Tuple.of(ids.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows) {
        List<OutboxEntry> entries = new ArrayList<>(rows.size());
        rows.forEach(row -> entries.add(
                new OutboxEntry(row.getLong("outbox_id"), EventColumns.event(row), row.getString("traceparent"))));
        return entries;
    }
}
