package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How a message is stored, for queries; {@link Transition} and {@link Insertion} are what writes it. */
@Entity
@Table(name = "message")
class MessageRow {
    @Id
    Long id;

    @Column(name = "msg_id")
    String msgId;

    String app;

    @Column(name = "robot_id")
    String robotId;

    @Column(name = "group_id")
    String groupId;

    @Column(name = "partition")
    int partition;

    @Column(name = "record_offset")
    long recordOffset;

    @Column(name = "dead_line")
    Instant deadline;

    @Column(name = "not_before")
    Instant notBefore;

    @Enumerated(EnumType.STRING)
    MessageStatus status;

    Instant since;

    @Column(name = "wake_at")
    Instant wakeAt;

    @Column(name = "due_at")
    Instant dueAt;

    int attempts;

    @Column(name = "msg_sn")
    String msgSn;

    int seq;

    String error;

    @Column(name = "item_types")
    String itemTypes;

    @Column(name = "item_results")
    String itemResults;

    @Column(name = "item_errors")
    String itemErrors;

    String metadata;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    Target target() {
        return new Target(app, robotId, groupId);
    }

    MessageDetails details() {
        Message message = new Message(
                msgId,
                target(),
                new Schedule(notBefore, deadline),
                MessageCodec.items(itemTypes, itemResults, itemErrors),
                attempts,
                msgSn,
                MessageCodec.state(status, since, wakeAt, MessageCodec.error(error)),
                seq);
        return new MessageDetails(id, message, metadata, createdAt, updatedAt);
    }
}
