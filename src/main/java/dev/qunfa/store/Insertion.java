package dev.qunfa.store;

import dev.qunfa.lifecycle.Decision;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Windows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stores a batch of arrivals; what {@code on conflict do nothing} lets through decides which are new. */
@ApplicationScoped
class Insertion {
    private static final String INSERT =
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
            )
            select id, msg_id, pg_current_xact_id()::xid::text as version from fresh
            """;

    private static final String EXISTING =
            "select msg_id, content_hash, status, since, wake_at, partition, record_offset from message"
                    + " where msg_id = any($1)";

    private final Transition transition;
    private final PartitionClaims claims;
    private final Windows windows;
    private final boolean tellQueued;

    Insertion(
            Transition transition,
            PartitionClaims claims,
            Windows windows,
            @ConfigProperty(name = "qunfa.results.queued-event", defaultValue = "false") boolean tellQueued) {
        this.transition = transition;
        this.claims = claims;
        this.windows = windows;
        this.tellQueued = tellQueued;
    }

    /** Within the caller's transaction; one result an arrival, in their order. */
    Uni<List<Stored>> insert(Work work, List<Arrival> arrivals) {
        return held(work, arrivals)
                .map(held -> new Candidates(arrivals, arrival -> birth(arrival, work.now(), held)))
                .chain(candidates -> insert(work, candidates));
    }

    private Uni<Set<Integer>> held(Work work, List<Arrival> arrivals) {
        return arrivals.stream().anyMatch(arrival -> arrival.begunAt() != null)
                ? claims.held(work.connection())
                : Uni.createFrom().item(Set.of());
    }

    private Decision.Moved birth(Arrival arrival, Instant now, Set<Integer> held) {
        if (!arrival.isValid()) {
            return Message.rejected(arrival.request(), arrival.violations());
        }
        return arrival.begunAt() != null && held.contains(arrival.origin().partition())
                ? Message.receivedAndBegun(arrival.request(), arrival.begunAt(), tellQueued)
                : Message.received(arrival.request(), now, tellQueued);
    }

    private Uni<List<Stored>> insert(Work work, Candidates candidates) {
        return work.connection()
                .preparedQuery(INSERT)
                .execute(columns(candidates.inKeyOrder(), work.now()))
                .map(Insertion::keys)
                .call(keys -> tell(work, candidates.inserted(keys, work.now()), candidates))
                .chain(keys -> candidates.areAllNew(keys)
                        ? Uni.createFrom().item(candidates.results(keys, Map.of()))
                        : settle(work, candidates, keys).call(() -> refuse(work, candidates)));
    }

    private Uni<Void> tell(Work work, List<LockedMessage> inserted, Candidates candidates) {
        work.wrote(inserted);
        return transition.tell(work, candidates.births(inserted));
    }

    /** Tells the arrivals that were not inserted apart: repeats of what is stored, and conflicts with it. */
    private Uni<List<Stored>> settle(Work work, Candidates candidates, Map<String, Candidates.Key> keys) {
        return work.connection()
                .preparedQuery(EXISTING)
                .execute(Tuple.of(candidates.msgIds()))
                .map(rows -> candidates.results(keys, existing(rows)));
    }

    private Uni<Void> refuse(Work work, Candidates candidates) {
        List<Change> refusals = candidates.refusals();
        return refusals.isEmpty()
                ? Uni.createFrom().voidItem()
                : transition.apply(work, refusals).invoke(work::wroteTwice).replaceWithVoid();
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
                .time(row -> MessageCodec.since(row.message().state()))
                .time(row -> MessageCodec.wakeAt(row.message().state()))
                .time(row -> row.message().dueAt(windows))
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
    }

    private static Map<String, Candidates.Key> keys(RowSet<Row> rows) {
        Map<String, Candidates.Key> keys = new HashMap<>();
        rows.forEach(row ->
                keys.put(row.getString("msg_id"), new Candidates.Key(row.getLong("id"), row.getString("version"))));
        return keys;
    }

    private static Map<String, Candidates.Existing> existing(RowSet<Row> rows) {
        Map<String, Candidates.Existing> existing = new HashMap<>();
        rows.forEach(row -> existing.put(row.getString("msg_id"), Candidates.Existing.from(row)));
        return existing;
    }
}
