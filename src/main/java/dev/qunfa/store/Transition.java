package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The one way in which a stored message changes: lock the rows of a set in the order of their keys, let the lifecycle
 * decide, write the new states by an update that is guarded on what was read (I2), and write the events with them (I7).
 */
@ApplicationScoped
class Transition {
    private static final String LOCK =
            "select " + LockedMessage.COLUMNS + " from message where msg_id = any($1) order by id for update";

    private static final String UPDATE =
            """
            update message m
               set status = v.status, since = v.since, wake_at = v.wake_at, due_at = v.due_at, attempts = v.attempts,
                   msg_sn = v.msg_sn, seq = v.seq, error = v.error, item_results = v.item_results,
                   item_errors = v.item_errors, updated_at = $14
              from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                          $7::timestamptz[], $8::int[], $9::text[], $10::int[], $11::text[], $12::text[], $13::text[])
                   as v(id, old_status, old_seq, status, since, wake_at, due_at, attempts, msg_sn, seq, error,
                        item_results, item_errors)
             where m.id = v.id and m.status = v.old_status and m.seq = v.old_seq
            """;

    private static final String TELL =
            """
            with told as (
                select * from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[],
                                     $8::text[], $9::text[], $10::text[], $11::int[])
                         with ordinality as t(message_id, seq, event, status, msg_num, attempts, msg_sn, error,
                                              item_results, item_errors, partition, position)
            ), timeline as (
                insert into message_event(message_id, seq, event, status, msg_num, attempts, msg_sn, error,
                                          item_results, item_errors, occurred_at)
                select message_id, seq, event, status, msg_num, attempts, msg_sn, error, item_results, item_errors, $12
                  from told
            )
            insert into outbox(message_id, seq, partition)
            select message_id, seq, partition from told order by position
            """;

    private final Windows windows;
    private final PartitionClaims claims;

    Transition(Windows windows, PartitionClaims claims) {
        this.windows = windows;
        this.claims = claims;
    }

    /** Within the caller's transaction. */
    Uni<List<Applied>> apply(SqlConnection connection, List<Change> changes, Instant now) {
        return held(connection, changes).chain(held -> apply(connection, changes, held, now));
    }

    private Uni<Set<Integer>> held(SqlConnection connection, List<Change> changes) {
        return changes.stream().anyMatch(Change::begins)
                ? claims.held(connection)
                : Uni.createFrom().item(Set.of());
    }

    private Uni<List<Applied>> apply(SqlConnection connection, List<Change> changes, Set<Integer> held, Instant now) {
        String[] ids = changes.stream().map(Change::msgId).distinct().toArray(String[]::new);
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(ids))
                .map(Transition::locked)
                .chain(rows -> write(connection, new ChangeSet(rows, held), changes, now));
    }

    /** Writes events of messages that the caller's transaction has just written. */
    Uni<Void> tell(SqlConnection connection, List<ChangeSet.Told> told, Instant now) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple tuple = new ColumnArrays<>(told)
                .bigint(ChangeSet.Told::messageId)
                .integer(event -> event.event().seq())
                .text(event -> event.event().type().wireName())
                .text(event -> event.message().status().name())
                .integer(event -> event.event().msgNum())
                .integer(event -> event.message().attempts())
                .text(event -> event.message().msgSn())
                .text(event -> MessageCodec.error(event.event().error()))
                .text(event -> MessageCodec.itemResults(event.message().items()))
                .text(event -> MessageCodec.itemErrors(event.message().items()))
                .integer(ChangeSet.Told::partition)
                .tuple()
                .addOffsetDateTime(ColumnArrays.timestamp(now));
        return connection.preparedQuery(TELL).execute(tuple).replaceWithVoid();
    }

    private Uni<List<Applied>> write(SqlConnection connection, ChangeSet set, List<Change> changes, Instant now) {
        List<Applied> results = set.applyAll(changes);
        return update(connection, set.moved(), now)
                .chain(() -> tell(connection, set.told(), now))
                .replaceWith(results);
    }

    private Uni<Void> update(SqlConnection connection, List<ChangeSet.Moved> moved, Instant now) {
        if (moved.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(UPDATE)
                .execute(columns(moved, now))
                .invoke(result -> expectAll(moved.size(), result.rowCount()))
                .replaceWithVoid();
    }

    private Tuple columns(List<ChangeSet.Moved> moved, Instant now) {
        return new ColumnArrays<>(moved)
                .bigint(row -> row.before().id())
                .text(row -> row.before().message().status().name())
                .integer(row -> row.before().message().seq())
                .text(row -> row.after().status().name())
                .time(row -> MessageCodec.since(row.after().state()))
                .time(row -> MessageCodec.wakeAt(row.after().state()))
                .time(row -> row.after().dueAt(windows))
                .integer(row -> row.after().attempts())
                .text(row -> row.after().msgSn())
                .integer(row -> row.after().seq())
                .text(row -> MessageCodec.error(row.after().state().error()))
                .text(row -> MessageCodec.itemResults(row.after().items()))
                .text(row -> MessageCodec.itemErrors(row.after().items()))
                .tuple()
                .addOffsetDateTime(ColumnArrays.timestamp(now));
    }

    private static List<LockedMessage> locked(RowSet<Row> rows) {
        List<LockedMessage> locked = new ArrayList<>(rows.size());
        rows.forEach(row -> locked.add(LockedMessage.from(row)));
        return locked;
    }

    private static void expectAll(int expected, int updated) {
        if (updated != expected) {
            throw new IllegalStateException("Only " + updated + " of " + expected
                    + " rows were as they had been read; the transaction is rolled back.");
        }
    }
}
