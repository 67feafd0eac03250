package dev.qunfa.store;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.lifecycle.Target;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How an event is read: what it tells itself from {@code message_event e}, the rest from {@code message m}. */
final class EventColumns {
    static final String COLUMNS =
            "m.msg_id, m.app, m.robot_id, m.group_id, m.dead_line, m.metadata, m.item_types, m.created_at, m.traceparent,"
                    + " e.seq, e.event, e.status, e.msg_num, e.attempts, e.msg_sn, e.error, e.item_results, e.item_errors,"
                    + " e.occurred_at, (select p.status from message_event p"
                    + " where p.message_id = e.message_id and p.seq = e.seq - 1) as status_before";

    private EventColumns() {}

    /** Rows of the outbox from rows with {@code outbox_id}, {@code told_in}, {@code told_of}, {@code told_seq} and the columns. */
    static Map<Long, OutboxRow> rows(RowSet<Row> read) {
        Map<Long, OutboxRow> rows = new LinkedHashMap<>();
        read.forEach(row -> add(row, rows.computeIfAbsent(row.getLong("outbox_id"), id -> emptyRow(id, row))));
        return rows;
    }

    private static OutboxRow emptyRow(long id, Row row) {
        return new OutboxRow(id, row.getInteger("told_in"), new ArrayList<>(), new ArrayList<>());
    }

    private static void add(Row row, OutboxRow told) {
        long messageId = row.getLong("told_of");
        try {
            told.events().add(new OutboxEntry(messageId, event(row), row.getString("traceparent")));
        } catch (RuntimeException e) {
            // The edge of what is stored: a later version or a damaged row may hold anything, and costs that message
            // only.
            told.unreadable().add(new EventKey(messageId, row.getInteger("told_seq")));
        }
    }

    static StatusEvent event(Row row) {
        Emission what = new Emission(
                EventType.valueOf(row.getString("event").toUpperCase(Locale.ROOT)),
                row.getInteger("seq"),
                row.getInteger("msg_num"),
                MessageCodec.error(row.getString("error")),
                Emission.becameFinal(before(row), MessageStatus.valueOf(row.getString("status"))));
        Snapshot message = snapshot(row);
        return new StatusEvent(
                StatusEvent.idOf(message.msgId(), LockedMessage.instant(row, "created_at"), what.seq()),
                what,
                message,
                LockedMessage.instant(row, "occurred_at"));
    }

    private static MessageStatus before(Row row) {
        String status = row.getString("status_before");
        return status == null ? null : MessageStatus.valueOf(status);
    }

    private static Snapshot snapshot(Row row) {
        return new Snapshot(
                row.getString("msg_id"),
                new Target(row.getString("app"), row.getString("robot_id"), row.getString("group_id")),
                LockedMessage.instant(row, "dead_line"),
                MessageStatus.valueOf(row.getString("status")),
                MessageCodec.items(
                        row.getString("item_types"), row.getString("item_results"), row.getString("item_errors")),
                row.getInteger("attempts"),
                row.getString("msg_sn"),
                row.getString("metadata"));
    }
}
