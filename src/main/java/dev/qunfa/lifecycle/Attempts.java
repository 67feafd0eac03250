package dev.qunfa.lifecycle;

import java.time.Instant;

/** The legal ways on from an attempt, each under its name. */
final class Attempts {
    private Attempts() {}

    static Decision accepted(Message message, Trigger.PlatformAccepted answer) {
        return message.change()
                .msgSn(answer.msgSn())
                .to(new State.Accepted(answer.at()))
                .tell(EventType.ACCEPTED, null)
                .done();
    }

    static Decision failed(Message message, MessageError error) {
        return message.change()
                .to(new State.Failed(error))
                .notSent()
                .tell(EventType.FAILED, error)
                .done();
    }

    /** Proved not processed: queued for its next attempt, if one is planned and can start in time (I4). */
    static Decision retried(Message message, Trigger.NotProcessed proof) {
        if (proof.retryAt() == null) {
            return failed(message, proof.error());
        }
        Instant retryAt = proof.retryAt();
        Message.Change change = message.change();
        return message.schedule().tooLateAt(retryAt)
                ? change.to(new Queued(message.schedule().deadline(), proof.error()))
                        .done()
                : change.to(new Queued(retryAt, proof.error()))
                        .tell(EventType.RETRYING, proof.error())
                        .done();
    }

    /** Proved not processed, and nobody can say when it makes sense to try again: its lane knows when its time has come. */
    static Decision heldBack(Message message, MessageError error) {
        return message.change()
                .to(new Queued(null, error))
                .tell(EventType.RETRYING, error)
                .done();
    }

    static Decision doubted(Message message, MessageError error, Instant since) {
        return message.change()
                .to(new State.InDoubt(since, error))
                .tell(EventType.IN_DOUBT, error)
                .done();
    }

    /** The attempt outlived its time-out: whoever made it is gone. */
    static Decision lost(Message message, Instant since) {
        return doubted(
                message,
                MessageError.of(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "The attempt was interrupted before its outcome was stored; it may have reached the platform."),
                since);
    }

    static Decision unconfirmed(Message message, MessageError error) {
        return message.change()
                .items(message.items().closing(ItemStatus.UNCONFIRMED))
                .to(new State.Unconfirmed(error))
                .tell(EventType.UNCONFIRMED, error)
                .done();
    }

    /** Queued once more, as a message that its dispatcher, on whichever replica, wakes at once. */
    static Decision requeued(Message message, EventType event, MessageError error, Instant at) {
        return message.change()
                .items(message.items().closing(ItemStatus.PENDING))
                .to(new Queued(at, error))
                .tell(event, error)
                .done();
    }
}
