package dev.qunfa.store;

import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events that wait for the broker. Thread-safe; results arrive on the thread of the database connection. */
@ApplicationScoped
public class Outbox {
    /** Forgets what is acknowledged and looks for what is next in one go; the look sees the table as it was before. */
    static final String NEXT =
            """
            with gone as (
                delete from outbox where id = any($1)
            )
            select id
              from (select id, sum(cardinality(seqs)) over (order by id) - cardinality(seqs) as events_before
                      from (select id, seqs from outbox
                             where partition = any($2) and id <> all($1) and id <> all($3)
                             order by id limit $4) oldest) page
             where events_before < $4
             order by id
            """;

    static final String EVENTS = "select o.id as outbox_id, o.partition as told_in, " + EventColumns.COLUMNS
            + " from outbox o"
            + " cross join lateral unnest(o.message_ids, o.seqs) with ordinality as told(message_id, seq, position)"
            + " join message_event e on e.message_id = told.message_id and e.seq = told.seq"
            + " join message m on m.id = told.message_id"
            + " where o.id = any($1) order by o.id, told.position";

    /** Of a row whose events are gone with their messages. */
    private static final int NOWHERE = -1;

    private final Database database;
    private final OwnedPartitions owned;
    private final Unpublished unpublished;

    Outbox(Database database, OwnedPartitions owned, Unpublished unpublished) {
        this.database = database;
        this.owned = owned;
        this.unpublished = unpublished;
    }

    /**
     * The oldest events of the partitions that this replica owns. Within a message they come in the order of {@code seq}:
     * their places are given under the message's lock, so none is committed before its predecessor.
     *
     * @param acknowledged rows that the broker has taken; they are forgotten
     * @param underway rows that are on their way and are not wanted again
     * @param limit of events; one row is always read whole
     */
    public Uni<List<OutboxRow>> next(Collection<Long> acknowledged, Collection<Long> underway, int limit) {
        return database.execute(NEXT, Tuple.of(array(acknowledged), owned.owned(), array(underway), limit))
                .map(Outbox::ids)
                .chain(this::rows);
    }

    private Uni<List<OutboxRow>> rows(List<Long> ids) {
        Map<Long, OutboxRow> known = unpublished.take(ids);
        if (known.size() == ids.size()) {
            return Uni.createFrom().item(ids.stream().map(known::get).toList());
        }
        List<Long> missing = ids.stream().filter(id -> !known.containsKey(id)).toList();
        return database.execute(EVENTS, Tuple.of((Object) array(missing))).map(read -> {
            known.putAll(read(read));
            return ids.stream()
                    .map(id -> known.getOrDefault(id, new OutboxRow(id, NOWHERE, List.of())))
                    .toList();
        });
    }

    private static Map<Long, OutboxRow> read(RowSet<Row> rows) {
        Map<Long, OutboxRow> read = new HashMap<>();
        rows.forEach(row -> read.computeIfAbsent(
                        row.getLong("outbox_id"), id -> new OutboxRow(id, row.getInteger("told_in"), new ArrayList<>()))
                .events()
                .add(new OutboxEntry(EventColumns.event(row), row.getString("traceparent"))));
        return read;
    }

    private static List<Long> ids(RowSet<Row> rows) {
        List<Long> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getLong(0)));
        return ids;
    }

    private static Long[] array(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
