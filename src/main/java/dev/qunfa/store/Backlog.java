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

    private static final String OF_PARTITION = QUEUED
            + "m.partition = $1 and m.record_offset > $2 and m.status = 'QUEUED' and m.wake_at is null"
            + " order by m.record_offset limit $3";

    private static final String OF_IDS = QUEUED
            + "m.msg_id = any($1) and m.status = 'QUEUED' and m.wake_at is null order by m.partition, m.record_offset";

    private static final String DUE =
            "select msg_id from message where due_at <= $1 and partition = any($2) order by due_at limit $3";

    private static final String AWAKING = "select msg_id from message where wake_at <= $1 and partition = any($2)"
            + " order by wake_at, partition, record_offset limit $3";

    private final Database database;
    private final OwnedPartitions owned;

    Backlog(Database database, OwnedPartitions owned) {
        this.database = database;
        this.owned = owned;
    }

    /** Messages of a partition that wait for their lane, in the order of their records, after the given offset. */
    public Uni<List<QueuedMessage>> queued(int partition, long afterOffset, int limit) {
        return database.execute(OF_PARTITION, Tuple.of(partition, afterOffset, limit))
                .map(Backlog::messages);
    }

    /** Those of the given messages that wait for their lane. */
    public Uni<List<QueuedMessage>> queued(List<String> msgIds) {
        return database.execute(OF_IDS, Tuple.of(msgIds.toArray(String[]::new))).map(Backlog::messages);
    }

    /** Messages of the owned partitions whose deadline or window has ended, the longest ago first. */
    public Uni<List<String>> due(Instant now, int limit) {
        return timers(DUE, now, limit);
    }

    /** Messages of the owned partitions that waited for a time that has come, the longest ago first. */
    public Uni<List<String>> awaking(Instant now, int limit) {
        return timers(AWAKING, now, limit);
    }

    private Uni<List<String>> timers(String sql, Instant now, int limit) {
        return database.execute(sql, Tuple.of(ColumnArrays.timestamp(now), owned.toArray(), limit))
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
