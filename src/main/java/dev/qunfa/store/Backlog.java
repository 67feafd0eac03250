package dev.qunfa.store;

import dev.qunfa.lifecycle.Target;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits in the database: for its lane, or for a moment in time. Thread-safe; results arrive on the thread of the
 * database connection.
 */
@ApplicationScoped
public class Backlog {
    private static final String QUEUED =
            "select m.msg_id, m.app, m.robot_id, m.group_id, m.partition, m.record_offset, m.dead_line, c.body"
                    + " from message m join message_content c on c.message_id = m.id where ";

    /** Lengths are read without the bodies. */
    private static final String OF_PARTITION =
            """
            select p.msg_id, p.app, p.robot_id, p.group_id, p.partition, p.record_offset, p.dead_line, c.body
              from (select q.*, coalesce(sum(octet_length(c.body)) over (order by q.record_offset
                               rows between unbounded preceding and 1 preceding), 0) as bytes_before
                      from (select * from message
                             where partition = $1 and record_offset > $2 and status = 'QUEUED' and wake_at is null
                             order by record_offset limit $3) q
                      join message_content c on c.message_id = q.id) p
              join message_content c on c.message_id = p.id
             where p.bytes_before < $4
             order by p.record_offset
            """;

    private static final String OF_IDS = QUEUED
            + "m.msg_id = any($1) and m.status = 'QUEUED' and m.wake_at is null order by m.partition, m.record_offset";

    private static final String DUE =
            "select msg_id from message where due_at <= $1 and partition = any($2) order by due_at limit $3";

    private static final String AWAKING =
            """
            select msg_id
              from (select w.msg_id, w.wake_at, w.partition, w.record_offset,
                           coalesce(sum(octet_length(c.body)) over (order by w.wake_at, w.partition, w.record_offset
                               rows between unbounded preceding and 1 preceding), 0) as bytes_before
                      from (select * from message
                             where wake_at <= $1 and partition = any($2)
                             order by wake_at, partition, record_offset limit $3) w
                      join message_content c on c.message_id = w.id) page
             where bytes_before < $4
             order by wake_at, partition, record_offset
            """;

    private final Database database;
    private final OwnedPartitions owned;
    private final long pageBytes;

    Backlog(Database database, OwnedPartitions owned, StoreConfig config) {
        this.database = database;
        this.owned = owned;
        this.pageBytes = config.pageBytes();
    }

    /**
     * Messages of a partition that wait for their lane, in the order of their records, after the given offset: as many as
     * the limit says, or fewer when their bodies are long; none only if there are none.
     */
    public Uni<List<QueuedMessage>> queued(int partition, long afterOffset, int limit) {
        return database.execute(OF_PARTITION, Tuple.of(partition, afterOffset, limit, pageBytes))
                .map(Backlog::messages);
    }

    /** Those of the given messages that wait for their lane. */
    public Uni<List<QueuedMessage>> queued(List<String> msgIds) {
        return database.execute(OF_IDS, Tuple.of(msgIds.toArray(String[]::new))).map(Backlog::messages);
    }

    /** Messages of the owned partitions whose deadline or window has ended, the longest ago first. */
    public Uni<List<String>> due(Instant now, int limit) {
        return database.execute(DUE, Tuple.of(ColumnArrays.timestamp(now), owned.toArray(), limit))
                .map(Backlog::msgIds);
    }

    /**
     * Messages of the owned partitions that waited for a time that has come, the longest ago first; fewer than the limit
     * when their bodies are long.
     */
    public Uni<List<String>> awaking(Instant now, int limit) {
        return database.execute(AWAKING, Tuple.of(ColumnArrays.timestamp(now), owned.toArray(), limit, pageBytes))
                .map(Backlog::msgIds);
    }

    private static List<String> msgIds(RowSet<Row> rows) {
        List<String> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getString("msg_id")));
        return ids;
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
                row.getBuffer("body").getBytes());
    }
}
