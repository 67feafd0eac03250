package dev.qunfa.store;

import dev.qunfa.lifecycle.Emission;
import dev.qunfa.lifecycle.EventType;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Snapshot;
import dev.qunfa.lifecycle.StatusEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** How an event of a message's timeline is stored, for queries. */
@Entity
@IdClass(EventRow.Key.class)
@Table(name = "message_event")
class EventRow {
    @Id
    @Column(name = "message_id")
    Long messageId;

    @Id
    Integer seq;

    String event;

    @Enumerated(EnumType.STRING)
    MessageStatus status;

    @Column(name = "msg_num")
    int msgNum;

    int attempts;

    @Column(name = "msg_sn")
    String msgSn;

    String error;

    @Column(name = "item_results")
    String itemResults;

    @Column(name = "item_errors")
    String itemErrors;

    @Column(name = "occurred_at")
    Instant occurredAt;

    /**
     * The same event as {@link EventColumns} reads for the outbox: what never changes is the message's.
     *
     * @param before the event before this one, null if this is the first
     */
    StatusEvent of(MessageRow message, EventRow before) {
        boolean becameFinal = Emission.becameFinal(before == null ? null : before.status, status);
        EventType type = EventType.valueOf(event.toUpperCase(Locale.ROOT));
        return new StatusEvent(
                StatusEvent.idOf(message.msgId, message.createdAt, seq),
                new Emission(type, seq, msgNum, MessageCodec.error(error), becameFinal),
                snapshot(message),
                occurredAt);
    }

    private Snapshot snapshot(MessageRow message) {
        return new Snapshot(
                message.msgId,
                message.target(),
                message.deadline,
                status,
                MessageCodec.items(message.itemTypes, itemResults, itemErrors),
                attempts,
                msgSn,
                message.metadata);
    }

    /** The primary key. */
    static final class Key implements Serializable {
        Long messageId;
        Integer seq;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(messageId, key.messageId) && Objects.equals(seq, key.seq);
        }

        @Override
        public int hashCode() {
            return Objects.hash(messageId, seq);
        }
    }
}
