package dev.qunfa.store;

import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events that wait for the broker. Thread-safe; results arrive on the thread of the database connection. */
@ApplicationScoped
public class Outbox {
    /**
     * Forgets what is acknowledged and looks for what is next in one go; the look sees the table as it was before. Each partition is
     * looked up by itself, in the index, from where live rows begin.
     */
    static final String NEXT =
            """
            with gone as (
                delete from outbox where id = any($1)
            )
            select id, exists (select from outbox_held h where h.partition = any($2)) as any_held
              from (select id, sum(cardinality(seqs)) over (order by id) - cardinality(seqs) as events_before
                      from (select o.id, o.seqs
                              from unnest($2::int[]) as mine(partition)
                             cross join lateral (select w.id, w.seqs from outbox w
                                                  where w.partition = mine.partition and w.id >= $5
                                                    and w.id <> all($1) and w.id <> all($3)
                                                  order by w.id limit $4) o
                             order by o.id limit $4) oldest) page
             where events_before < $4
             order by id
            """;

    static final String EVENTS = "select o.id as outbox_id, o.partition as told_in, told.message_id as told_of,"
            + " told.seq as told_seq, " + EventColumns.COLUMNS
            + " from outbox o"
            + " cross join lateral unnest(o.message_ids, o.seqs) with ordinality as told(message_id, seq, position)"
            + " join message_event e on e.message_id = told.message_id and e.seq = told.seq"
            + " join message m on m.id = told.message_id"
            + " where o.id = any($1) order by o.id, told.position";

    /** How much waits, and how far transactions have come. */
    static final String STATE =
            """
            select (select count(*) from (select from unnest($1::int[]) as mine(partition)
                      cross join lateral (select from outbox o where o.partition = mine.partition and o.id >= $2 limit $3) w
                     limit $3) c) as rows,
                   (select count(*) from (select from outbox_held where partition = any($1) limit $3) c) as held,
                   least((select min(e.occurred_at) from unnest($1::int[]) as mine(partition)
                            cross join lateral (select message_ids[1] as message_id, seqs[1] as seq from outbox o
                                                 where o.partition = mine.partition and o.id >= $2 order by o.id limit 1) f
                            join message_event e using (message_id, seq)),
                         (select min(e.occurred_at) from (select message_id, seq from outbox_held
                                                           where partition = any($1) limit 100) f
                            cross join lateral (select occurred_at from message_event e
                                                 where e.message_id = f.message_id and e.seq = f.seq offset 0) e)) as oldest,
                   pg_snapshot_xmin(pg_current_snapshot())::text::bigint as first_running,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next
            """;

    /** Of a row whose events are gone with their messages. */
    private static final int NOWHERE = -1;

    private final Database database;
    private final OwnedPartitions owned;
    private final Unpublished unpublished;
    private final HeldEvents held;

    Outbox(Database database, OwnedPartitions owned, Unpublished unpublished, HeldEvents held) {
        this.database = database;
        this.owned = owned;
        this.unpublished = unpublished;
        this.held = held;
    }

    /**
     * The oldest events of the partitions that this replica owns. Within a message they come in the order of {@code seq}:
     * their places are given under the message's lock, so none is committed before its predecessor.
     *
     * @param acknowledged rows that the broker has taken; they are forgotten
     * @param underway rows that are on their way and are not wanted again
     * @param low rows below this are not looked for
     * @param limit of events; one row is always read whole
     */
    public Uni<OutboxLook> next(Collection<Long> acknowledged, Collection<Long> underway, long low, int limit) {
        Tuple parameters = Tuple.of(array(acknowledged), owned.owned(), array(underway), limit, low);
        return database.execute(NEXT, parameters).chain(found -> {
            boolean anyHeld = found.size() > 0 && found.iterator().next().getBoolean("any_held");
            return rows(ids(found)).chain(rows -> anyHeld ? withHeld(rows) : look(rows, Map.of()));
        });
    }

    /** @param low rows below this are not looked for */
    public Uni<OutboxState> state(long low) {
        return database.execute(STATE, Tuple.of(owned.owned(), low, OutboxState.MOST))
                .map(rows -> state(rows.iterator().next()));
    }

    /** The partitions whose events this replica publishes. */
    public Set<Integer> partitions() {
        return Set.of(owned.owned());
    }

    private static OutboxState state(Row row) {
        return new OutboxState(
                row.getLong("rows"),
                row.getLong("held"),
                LockedMessage.instant(row, "oldest"),
                row.getLong("first_running"),
                row.getLong("next"));
    }

    private Uni<OutboxLook> withHeld(List<OutboxRow> rows) {
        Set<Long> messages = new HashSet<>();
        rows.forEach(row -> row.keys().forEach(key -> messages.add(key.messageId())));
        return held.among(messages).chain(found -> look(rows, found));
    }

    private static Uni<OutboxLook> look(List<OutboxRow> rows, Map<Long, Integer> heldOnes) {
        return Uni.createFrom().item(new OutboxLook(rows, heldOnes));
    }

    private Uni<List<OutboxRow>> rows(List<Long> ids) {
        Map<Long, OutboxRow> known = unpublished.take(ids);
        if (known.size() == ids.size()) {
            return Uni.createFrom().item(ids.stream().map(known::get).toList());
        }
        List<Long> missing = ids.stream().filter(id -> !known.containsKey(id)).toList();
        return database.execute(EVENTS, Tuple.of((Object) array(missing))).map(read -> {
            known.putAll(EventColumns.rows(read));
            return ids.stream()
                    .map(id -> known.getOrDefault(id, new OutboxRow(id, NOWHERE, List.of())))
                    .toList();
        });
    }

    private static List<Long> ids(RowSet<Row> rows) {
        List<Long> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getLong("id")));
        return ids;
    }

    private static Long[] array(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
