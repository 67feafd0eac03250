package dev.qunfa.store;

import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that cannot be published for a while, by message: those of a partition of the results topic that takes nothing, and those that
 * the broker refuses or that cannot be read. Thread-safe; results arrive on the thread of the database connection.
 */
@ApplicationScoped
public class HeldEvents {
    /** Only whoever takes a row out of the outbox holds its events: another replica may have published them. */
    static final String HOLD =
            """
            with gone as (
                delete from outbox where id = any($1) returning id
            )
            insert into outbox_held(message_id, seq, partition, held_for, retry_at)
            select message_id, seq, partition, held_for, case when held_for < 0 then $8::timestamptz else $7::timestamptz end
              from unnest($2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::int[])
                   as t(outbox_id, message_id, seq, partition, held_for)
             where outbox_id in (select id from gone)
                on conflict (message_id, seq) do nothing
            """;

    /** Which messages of the rest have something held, and what for. */
    static final String AMONG =
            "select message_id, min(held_for) as held_for from outbox_held where message_id = any($1) group by message_id";

    /** The events of the messages that are due, those that were not tried for longest first. What retention took is not there. */
    static final String DUE =
            """
            with due as (
                select h.message_id
                  from unnest($1::int[]) as mine(partition)
                 cross join unnest($2::int[]) as open(held_for)
                 cross join lateral (select d.message_id, d.retry_at from outbox_held d
                                      where d.partition = mine.partition and d.held_for = open.held_for and d.retry_at <= $3
                                        and d.message_id <> all($5)
                                      order by d.retry_at limit $4) h
                 order by h.retry_at limit $4
            ), gone as (
                delete from outbox_held h
                 where h.message_id in (select message_id from due)
                   and not exists (select from message_event e where e.message_id = h.message_id and e.seq = h.seq)
            )
            select -h.message_id as outbox_id, h.partition as told_in, h.message_id as told_of, h.seq as told_seq,\s"""
                    + EventColumns.COLUMNS
                    + """

              from (select distinct message_id from due) d
              join outbox_held h on h.message_id = d.message_id
              join message_event e on e.message_id = h.message_id and e.seq = h.seq
              join message m on m.id = h.message_id
             order by h.message_id, h.seq limit $6
            """;

    static final String RELEASE =
            """
            delete from outbox_held h using unnest($1::bigint[], $2::int[]) as t(message_id, seq)
             where h.message_id = t.message_id and h.seq = t.seq
            """;

    static final String POSTPONE =
            """
            update outbox_held h set held_for = t.held_for, retry_at = case when t.held_for < 0 then $5::timestamptz else $4::timestamptz end
              from unnest($1::bigint[], $2::int[], $3::int[]) as t(message_id, seq, held_for)
             where h.message_id = t.message_id and h.seq = t.seq
            """;

    /** The topic has fewer partitions than it had. */
    private static final String DROP_PARTITIONS =
            "update outbox_held set held_for = -1 where partition = any($1) and held_for >= $2";

    private static final int MOST_EVENTS = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Database database;
    private final OwnedPartitions owned;
    private final Clock clock;

    HeldEvents(Database database, OwnedPartitions owned, Clock clock) {
        this.database = database;
        this.owned = owned;
        this.clock = clock;
    }

    /**
     * Holds events, and forgets all other events of their rows: they are published.
     *
     * @param events some events of rows of the outbox
     */
    public Uni<Void> hold(List<HeldEvent> events) {
        Long[] rows = events.stream().map(HeldEvent::outboxId).distinct().toArray(Long[]::new);
        Tuple parameters = new ColumnArrays<>(events, Tuple.of((Object) rows))
                .bigint(HeldEvent::outboxId)
                .bigint(event -> event.key().messageId())
                .integer(event -> event.key().seq())
                .integer(HeldEvent::partition)
                .integer(HeldEvent::heldFor)
                .tuple();
        return database.execute(HOLD, timed(parameters)).replaceWithVoid();
    }

    /** The held ones among the messages, and what they are held for. */
    Uni<Map<Long, Integer>> among(Collection<Long> messages) {
        return database.execute(AMONG, Tuple.of((Object) messages.toArray(Long[]::new)))
                .map(HeldEvents::byMessage);
    }

    /**
     * The held events of messages that are due; each row is the beginning of what is held of one message, in the order of {@code
     * seq}.
     *
     * @param open partitions of the results topic that take events, and {@link HeldEvent#ITSELF}
     * @param underway messages that are not wanted
     * @param limit of messages
     */
    public Uni<List<OutboxRow>> due(Collection<Integer> open, Collection<Long> underway, int limit) {
        Tuple parameters = Tuple.of(
                owned.owned(),
                open.toArray(Integer[]::new),
                ColumnArrays.timestamp(clock.instant()),
                limit,
                underway.toArray(Long[]::new),
                MOST_EVENTS);
        return database.execute(DUE, parameters)
                .map(rows -> List.copyOf(EventColumns.rows(rows).values()));
    }

    /** These are published. */
    public Uni<Void> release(List<EventKey> events) {
        Tuple parameters = new ColumnArrays<>(events)
                .bigint(EventKey::messageId)
                .integer(EventKey::seq)
                .tuple();
        return database.execute(RELEASE, parameters).replaceWithVoid();
    }

    /** These could not be published once more. */
    public Uni<Void> postpone(List<HeldEvent> events) {
        Tuple parameters = new ColumnArrays<>(events)
                .bigint(event -> event.key().messageId())
                .integer(event -> event.key().seq())
                .integer(HeldEvent::heldFor)
                .tuple();
        return database.execute(POSTPONE, timed(parameters)).replaceWithVoid();
    }

    /** What was held for partitions from this number on is held for itself: the topic was made anew, with fewer. */
    public Uni<Void> dropPartitionsFrom(int number) {
        return database.execute(DROP_PARTITIONS, Tuple.of(owned.owned(), number))
                .replaceWithVoid();
    }

    /** Appends when an event is due again: at once for a partition that takes events again, else later. */
    private Tuple timed(Tuple parameters) {
        return parameters
                .addOffsetDateTime(ColumnArrays.timestamp(clock.instant()))
                .addOffsetDateTime(ColumnArrays.timestamp(clock.instant().plus(RETRY)));
    }

    private static Map<Long, Integer> byMessage(RowSet<Row> rows) {
        Map<Long, Integer> held = new HashMap<>();
        rows.forEach(row -> held.put(row.getLong("message_id"), row.getInteger("held_for")));
        return held;
    }
}
