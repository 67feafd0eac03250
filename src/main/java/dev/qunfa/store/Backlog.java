package dev.qunfa.store;

import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.partition.OwnedPartitions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits in the database: for its lane, or for a moment in time. Thread-safe; results arrive on the thread of the
 * database connection.
 */
@ApplicationScoped
public class Backlog {
    /** Bodies come along up to a number of bytes; their lengths are read without them. */
    private static final String PAGE =
            """
            select p.msg_id, p.app, p.robot_id, p.group_id, p.partition, p.record_offset, p.dead_line, p.wake_at, p.error,
                   case when p.bytes_before < $1 then c.body end as body
              from (select q.*, coalesce(sum(octet_length(c.body)) over (order by q.partition, q.record_offset
                               rows between unbounded preceding and 1 preceding), 0) as bytes_before
                      from (%s) q
                      join message_content c on c.message_id = q.id) p
              join message_content c on c.message_id = p.id
             order by p.partition, p.record_offset
            """;

    static final String OF_PARTITION = PAGE.formatted("select * from message"
            + " where partition = $2 and record_offset > $3 and status = 'QUEUED'"
            + " and (wake_at is null or attempts > 0 and (dead_line is null or wake_at < dead_line))"
            + " order by record_offset limit $4");

    /** {@code offset 0} keeps the conditions apart: else a plan made while little waits goes through all that waits. */
    static final String OF_IDS =
            PAGE.formatted("select * from (select * from message where msg_id = any($2) offset 0) named"
                    + " where status = 'QUEUED' and wake_at is null");

    static final String BODIES = "select m.msg_id, c.body from message m"
            + " join message_content c on c.message_id = m.id where m.msg_id = any($1)";

    /**
     * What is due and what wakes up in one go: it is asked for all the time, and mostly there is nothing. And what comes next, whoever
     * owns it: to look for one's own could mean to read very many others.
     */
    static final String RIPE =
            """
            (select msg_id, partition, false as awaking, due_at as moment from message
              where due_at <= $1 and partition = any($2)
              order by due_at limit $3)
            union all
            (select msg_id, partition, true as awaking, wake_at as moment from message
              where wake_at <= $1 and partition = any($2)
              order by wake_at, partition, record_offset limit $4)
            union all
            (select null, null, null, due_at from message where due_at > $1 and due_at < $5 order by due_at limit 1)
            union all
            (select null, null, null, wake_at from message where wake_at > $1 and wake_at < $5 order by wake_at limit 1)
            """;

    static final String WAITING_SINCE = "select msg_id, partition, record_offset from message"
            + " where status = 'QUEUED' and wake_at is null and partition = any($1) and updated_at < $2"
            + " and (partition, record_offset) > ($3, $4) order by partition, record_offset limit $5";

    private static final int BODIES_AT_ONCE = 64;
    private static final int MANY = 1_000_000;

    private final Database database;
    private final OwnedPartitions owned;
    private final long pageBytes;

    private final GroupCommit<String, Optional<byte[]>> bodies;

    Backlog(Database database, OwnedPartitions owned, StoreConfig config) {
        this.database = database;
        this.owned = owned;
        this.pageBytes = config.pageBytes();
        this.bodies = new GroupCommit<>("bodies", BODIES_AT_ONCE, MANY, this::bodies, Runnable::run);
    }

    /**
     * Messages of a partition that wait for their lane or for their next attempt, in the order of their records, after the
     * given offset. Bodies are read up to a bound in bytes, {@code qunfa.store.page-bytes}; the others are null.
     */
    public Uni<List<QueuedMessage>> queued(int partition, long afterOffset, int limit) {
        return database.execute(OF_PARTITION, Tuple.of(pageBytes, partition, afterOffset, limit))
                .map(Backlog::messages);
    }

    /** Those of the given messages that wait for their lane, in the order of their records. */
    public Uni<List<QueuedMessage>> queued(List<String> msgIds) {
        return database.execute(OF_IDS, Tuple.of(pageBytes, msgIds.toArray(String[]::new)))
                .map(Backlog::messages);
    }

    /** What the platform is to be sent; empty if the message is gone. Those who ask together share a query. */
    public Uni<Optional<byte[]>> body(String msgId) {
        return bodies.submit(msgId);
    }

    /**
     * Messages of the claimed partitions whose time has come, with their partitions; the longest ago first.
     *
     * @param due whose deadline or window has ended
     * @param awaking that waited for a time that has come
     * @param next when the first of all those is due or wakes up, in whatever partition, whose time has not come; how far ahead was
     *     looked if that is sooner
     */
    public record Ripe(Map<String, Integer> due, Map<String, Integer> awaking, Instant next) {}

    /**
     * Up to {@code most} of the messages that are due, and of those that wake up as many as there is room for.
     *
     * @param ahead how far to look ahead, no earlier than {@code now}
     */
    public Uni<Ripe> ripe(Instant now, Instant ahead, int most, int room) {
        Tuple parameters = Tuple.of(
                ColumnArrays.timestamp(now),
                owned.claimed(),
                most,
                Math.min(most, room),
                ColumnArrays.timestamp(ahead));
        return database.execute(RIPE, parameters).map(rows -> ripe(rows, ahead));
    }

    /** Whether the schema is there; until it is, every question waits for it. */
    public boolean isReady() {
        return database.isReady();
    }

    /**
     * Messages that wait for their lane.
     *
     * @param partitions by {@code msg_id}
     * @param last where the next page begins; empty if there is none
     */
    public record WaitingPage(Map<String, Integer> partitions, Optional<RecordOrigin> last) {}

    /**
     * Which messages of the claimed partitions wait for their lane since before that moment, in the order of their records.
     *
     * @param after where the page before it ended
     */
    public Uni<WaitingPage> waitingSince(Instant moment, RecordOrigin after, int limit) {
        Tuple parameters =
                Tuple.of(owned.claimed(), ColumnArrays.timestamp(moment), after.partition(), after.offset(), limit);
        return database.execute(WAITING_SINCE, parameters).map(rows -> waiting(rows, limit));
    }

    private Uni<List<Optional<byte[]>>> bodies(List<String> msgIds) {
        return database.execute(BODIES, Tuple.of(msgIds.toArray(String[]::new))).map(rows -> {
            Map<String, byte[]> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getString("msg_id"), bytes(row)));
            return msgIds.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
        });
    }

    private static Ripe ripe(RowSet<Row> rows, Instant ahead) {
        Map<String, Integer> due = new LinkedHashMap<>();
        Map<String, Integer> awaking = new LinkedHashMap<>();
        Instant next = ahead;
        for (Row row : rows) {
            Instant moment = LockedMessage.instant(row, "moment");
            if (row.getBoolean("awaking") != null) {
                (row.getBoolean("awaking") ? awaking : due).put(row.getString("msg_id"), row.getInteger("partition"));
            } else if (moment.isBefore(next)) {
                next = moment;
            }
        }
        return new Ripe(due, awaking, next);
    }

    private static WaitingPage waiting(RowSet<Row> rows, int limit) {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        RecordOrigin last = null;
        for (Row row : rows) {
            last = new RecordOrigin(row.getInteger("partition"), row.getLong("record_offset"));
            partitions.put(row.getString("msg_id"), last.partition());
        }
        return new WaitingPage(partitions, Optional.ofNullable(partitions.size() < limit ? null : last));
    }

    private static List<QueuedMessage> messages(RowSet<Row> rows) {
        List<QueuedMessage> messages = new ArrayList<>(rows.size());
        rows.forEach(row -> messages.add(message(row)));
        return messages;
    }

    private static QueuedMessage message(Row row) {
        return new QueuedMessage(
                row.getString("msg_id"),
                new Target(row.getString("app"), row.getString("robot_id"), row.getString("group_id")),
                new RecordOrigin(row.getInteger("partition"), row.getLong("record_offset")),
                LockedMessage.instant(row, "dead_line"),
                Retry.of(
                        LockedMessage.instant(row, "wake_at"),
                        RetryHistory.readFrom(MessageCodec.error(row.getString("error")))),
                bytes(row));
    }

    private static byte[] bytes(Row row) {
        return row.getBuffer("body") == null ? null : row.getBuffer("body").getBytes();
    }
}
