package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores a batch of arrivals; what {@code on conflict do nothing} lets through decides which are new. */
@ApplicationScoped
class Insertion {
    static final String INSERT =
            """
            with fresh as (
                insert into message(msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before,
                                    status, since, wake_at, due_at, attempts, seq, error, item_types, item_results,
                                    metadata, content_hash, traceparent, created_at, updated_at)
                select msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before,
                       status, since, wake_at, due_at, attempts, seq, error, item_types, item_results,
                       metadata, content_hash, traceparent, $22, $22
                  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[],
                              $7::timestamptz[], $8::timestamptz[], $9::text[], $10::timestamptz[],
                              $11::timestamptz[], $12::timestamptz[], $13::int[], $14::int[], $15::text[],
                              $16::text[], $17::text[], $18::text[], $19::bytea[], $20::text[])
                       as v(msg_id, app, robot_id, group_id, partition, record_offset, dead_line, not_before, status,
                            since, wake_at, due_at, attempts, seq, error, item_types, item_results, metadata,
                            content_hash, traceparent)
                    on conflict (msg_id) do nothing
                returning id, msg_id
            ), content as (
                insert into message_content(message_id, body)
                select fresh.id, v.body
                  from fresh join unnest($1::text[], $21::bytea[]) as v(msg_id, body) using (msg_id)
                 where v.body is not null
            ), fence as materialized (
                select case when cardinality($25::int[]) > 0 then expect_owner($23, $24, $25) end as held
            )
            select id, msg_id, pg_current_xact_id()::xid::text as version,
                   (select true from orphan_callback o where o.msg_id = fresh.msg_id limit 1) as reported
              from fresh
             cross join fence
             where held is not false
            """;

    static final String EXISTING =
            "select msg_id, content_hash, status, since, wake_at, partition, record_offset from message"
                    + " where msg_id = any($1)";

    private final Transactions transactions;
    private final Database database;
    private final PartitionClaims claims;
    private final Committed committed;
    private final Births births;
    private final Refusals refusals;

    Insertion(
            Transactions transactions,
            Database database,
            PartitionClaims claims,
            Committed committed,
            Births births,
            Refusals refusals) {
        this.transactions = transactions;
        this.database = database;
        this.claims = claims;
        this.committed = committed;
        this.births = births;
        this.refusals = refusals;
    }

    /** One result an arrival, in their order; storing the same again is always right. */
    Uni<List<Stored>> store(List<Arrival> arrivals) {
        Instant now = transactions.now();
        Candidates hopeful = new Candidates(arrivals, arrival -> births.hopeful(arrival, now));
        return hopeful.tellSomething()
                ? storeWithEvents(arrivals)
                : storeAlone(hopeful, now)
                        .onFailure(Optimistic::isForSomebodyElse)
                        .recoverWithUni(() -> storeWithEvents(arrivals));
    }

    /** By one statement, which fails if what is begun by it is not this replica's to begin. */
    private Uni<List<Stored>> storeAlone(Candidates candidates, Instant now) {
        return database.execute(INSERT, columns(candidates, now))
                .map(Insertion::keys)
                .invoke(keys -> committed.tell(new Writing.Written(candidates.inserted(keys, now), List.of())))
                .chain(keys -> results(candidates, keys));
    }

    private record Inserted(Candidates candidates, Map<String, Candidates.Key> keys) {}

    private Uni<List<Stored>> storeWithEvents(List<Arrival> arrivals) {
        return transactions
                .run(work -> claims.held(work.connection())
                        .map(held -> new Candidates(arrivals, arrival -> births.of(arrival, work.now(), held)))
                        .chain(candidates -> insert(work, candidates)))
                .chain(inserted -> results(inserted.candidates(), inserted.keys()));
    }

    private Uni<Inserted> insert(Work work, Candidates candidates) {
        return work.connection()
                .preparedQuery(INSERT)
                .execute(columns(candidates, work.now()))
                .map(Insertion::keys)
                .call(keys -> tell(work, candidates.inserted(keys, work.now()), candidates))
                .map(keys -> new Inserted(candidates, keys));
    }

    private Uni<Void> tell(Work work, List<LockedMessage> inserted, Candidates candidates) {
        work.wrote(inserted);
        return transactions.tell(work, candidates.births(inserted));
    }

    /** Tells the arrivals that were not inserted apart: repeats of what is stored, and conflicts with it. */
    private Uni<List<Stored>> results(Candidates candidates, Map<String, Candidates.Key> keys) {
        return candidates.areAllNew(keys)
                ? Uni.createFrom().item(candidates.results(keys, Map.of()))
                : database.execute(EXISTING, Tuple.of(candidates.msgIds()))
                        .map(rows -> candidates.results(keys, existing(rows)))
                        .call(() -> refusals.tell(candidates.refusals()));
    }

    private Tuple columns(Candidates candidates, Instant now) {
        Tuple rows = new ColumnArrays<>(candidates.inKeyOrder())
                .text(Candidates.Candidate::msgId)
                .text(row -> row.request().target().app())
                .text(row -> row.request().target().robotId())
                .text(row -> row.request().target().groupId())
                .integer(row -> row.arrival().origin().partition())
                .bigint(row -> row.arrival().origin().offset())
                .time(row -> row.request().schedule().deadline())
                .time(row -> row.request().schedule().notBefore())
                .text(row -> row.message().status().name())
                .time(row -> MessageCodec.since(row.message().state()))
                .time(row -> MessageCodec.wakeAt(row.message().state()))
                .time(row -> births.dueAt(row.message()))
                .integer(row -> row.message().attempts())
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
        return claims.expecting(candidates.begunIn(), rows);
    }

    private static Map<String, Candidates.Key> keys(RowSet<Row> rows) {
        Map<String, Candidates.Key> keys = new HashMap<>();
        String version = rows.size() == 0 ? null : rows.iterator().next().getString("version");
        rows.forEach(row -> keys.put(
                row.getString("msg_id"),
                new Candidates.Key(row.getLong("id"), version, row.getBoolean("reported") != null)));
        return keys;
    }

    private static Map<String, Candidates.Existing> existing(RowSet<Row> rows) {
        Map<String, Candidates.Existing> existing = new HashMap<>();
        rows.forEach(row -> existing.put(row.getString("msg_id"), Candidates.Existing.from(row)));
        return existing;
    }
}
