package dev.qunfa.store;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores a batch of arrivals; what {@code on conflict do nothing} lets through decides which are new. */
final class Insertion {
    private static final String INSERT =
            """
            with fresh as (
                insert into message(msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before,
                                    status, wake_at, due_at, seq, error, item_types, item_results, metadata,
                                    content_hash, traceparent, attempts, created_at, updated_at)
                select msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before,
                       status, wake_at, due_at, seq, error, item_types, item_results, metadata,
                       content_hash, traceparent, 0, $20, $20
                  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[],
                              $7::timestamptz[], $8::timestamptz[], $9::text[], $10::timestamptz[],
                              $11::timestamptz[], $12::int[], $13::text[], $14::text[], $15::text[], $16::text[],
                              $17::bytea[], $18::text[])
                       as v(msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before, status,
                            wake_at, due_at, seq, error, item_types, item_results, metadata, content_hash, traceparent)
                    on conflict (msg_id) do nothing
                returning id, msg_id
            ), content as (
                insert into message_content(message_id, body)
                select fresh.id, v.body
                  from fresh join unnest($1::text[], $19::bytea[]) as v(msg_id, body) using (msg_id)
                 where v.body is not null
            )
            select id, msg_id from fresh
            """;

    private static final String EXISTING =
            "select msg_id, content_hash, status, wake_at, partition, record_offset from message where msg_id = any($1)";

    private final Transition transition;
    private final Windows windows;

    Insertion(Transition transition, Windows windows) {
        this.transition = transition;
        this.windows = windows;
    }

    /** Within the caller's transaction; one result an arrival, in their order. */
    Uni<List<Stored>> insert(SqlConnection connection, Candidates candidates, Instant now) {
        return connection
                .preparedQuery(INSERT)
                .execute(columns(candidates.inKeyOrder(), now))
                .map(Insertion::keys)
                .call(keys -> transition.tell(connection, candidates.births(keys), now))
                .chain(keys -> candidates.areAllNew(keys)
                        ? Uni.createFrom().item(candidates.results(keys, Map.of()))
                        : settle(connection, candidates, keys).call(() -> refuse(connection, candidates, now)));
    }

    /** Tells the arrivals that were not inserted apart: repeats of what is stored, and conflicts with it. */
    private Uni<List<Stored>> settle(SqlConnection connection, Candidates candidates, Map<String, Long> keys) {
        return connection
                .preparedQuery(EXISTING)
                .execute(Tuple.of(candidates.msgIds()))
                .map(rows -> candidates.results(keys, existing(rows)));
    }

    private Uni<Void> refuse(SqlConnection connection, Candidates candidates, Instant now) {
        List<Change> refusals = candidates.refusals();
        return refusals.isEmpty()
                ? Uni.createFrom().voidItem()
                : transition.apply(connection, refusals, now).replaceWithVoid();
    }

    private Tuple columns(List<Candidates.Candidate> candidates, Instant now) {
        return new ColumnArrays<>(candidates)
                .text(Candidates.Candidate::msgId)
                .text(row -> row.request().target().app())
                .text(row -> row.request().target().robotId())
                .text(row -> row.request().target().groupId())
                .integer(row -> row.arrival().origin().partition())
                .bigint(row -> row.arrival().origin().offset())
                .time(row -> row.request().schedule().deadline())
                .time(row -> row.request().schedule().notBefore())
                .text(row -> row.message().status().name())
                .time(row -> MessageCodec.wakeAt(row.message().state()))
                .time(row -> row.message().dueAt(windows))
                .integer(row -> row.message().seq())
                .text(row -> MessageCodec.error(row.message().state().error()))
                .text(row -> MessageCodec.itemTypes(row.message().items()))
                .text(row -> MessageCodec.itemResults(row.message().items()))
                .text(row -> row.request().metadata())
                .bytes(row -> row.request().payload().contentHash())
                .text(row -> row.arrival().traceparent())
                .bytes(row -> row.request().payload().body())
                .tuple()
                .addOffsetDateTime(ColumnArrays.timestamp(now));
    }

    private static Map<String, Long> keys(RowSet<Row> rows) {
        Map<String, Long> keys = new HashMap<>();
        rows.forEach(row -> keys.put(row.getString("msg_id"), row.getLong("id")));
        return keys;
    }

    private static Map<String, Candidates.Existing> existing(RowSet<Row> rows) {
        Map<String, Candidates.Existing> existing = new HashMap<>();
        rows.forEach(row -> existing.put(row.getString("msg_id"), Candidates.Existing.from(row)));
        return existing;
    }
}
