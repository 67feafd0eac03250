package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A message's row as it was read or written.
 *
 * @param id the row's key
 * @param partition who owns it
 * @param message as it was read
 * @param provenance what its events tell besides
 * @param version another one after every write of the row, whoever wrote it: the id of the transaction that did
 */
record LockedMessage(long id, int partition, Message message, Provenance provenance, String version) {
    static final String COLUMNS =
            "id, msg_id, app, robot_id, group_id, partition, dead_line, not_before, status, since, wake_at,"
                    + " attempts, msg_sn, seq, error, item_types, item_results, item_errors, created_at, traceparent, metadata,"
                    + " xmin::text as version";

    static LockedMessage from(Row row) {
        return new LockedMessage(
                row.getLong("id"),
                row.getInteger("partition"),
                message(row),
                provenance(row),
                row.getString("version"));
    }

    /** The same row after a transition. */
    LockedMessage moved(Message next, String newVersion) {
        return new LockedMessage(id, partition, next, provenance, newVersion);
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

    private static Provenance provenance(Row row) {
        return new Provenance(instant(row, "created_at"), row.getString("traceparent"), row.getString("metadata"));
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
