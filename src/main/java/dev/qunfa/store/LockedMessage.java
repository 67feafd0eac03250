package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A message's row, locked by the current transaction.
 *
 * @param id the row's key
 * @param partition who owns it
 * @param message as it was read
 */
record LockedMessage(long id, int partition, Message message) {
    static final String COLUMNS =
            "id, msg_id, app, robot_id, group_id, partition, dead_line, not_before, status, since, wake_at,"
                    + " attempts, msg_sn, seq, error, item_types, item_results, item_errors";

    static LockedMessage from(Row row) {
        return new LockedMessage(row.getLong("id"), row.getInteger("partition"), message(row));
    }

    private static Message message(Row row) {
        return new Message(
                row.getString("msg_id"),
                new Target(row.getString("app"), row.getString("robot_id"), row.getString("group_id")),
                new Schedule(instant(row, "not_before"), instant(row, "dead_line")),
                MessageCodec.items(
                        row.getString("item_types"), row.getString("item_results"), row.getString("item_errors")),
                row.getInteger("attempts"),
                row.getString("msg_sn"),
                MessageCodec.state(
                        MessageStatus.valueOf(row.getString("status")),
                        instant(row, "since"),
                        instant(row, "wake_at"),
                        MessageCodec.error(row.getString("error"))),
                row.getInteger("seq"));
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
