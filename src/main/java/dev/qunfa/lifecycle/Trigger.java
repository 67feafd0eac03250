package dev.qunfa.lifecycle;

import java.time.Instant;
import java.util.Objects;

/**
 * Everything that can happen to a message. Each trigger knows which question it puts to the message's {@link State}, and
 * every state answers every question, so no pair of the two is undefined.
 */
public sealed interface Trigger {
    Decision meets(Message message);

    /** Its turn has come; the attempt is recorded before the first byte leaves (I2). */
    record AttemptBegins(Instant at) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().attemptBegins(message, at);
        }
    }

    /** The platform's positive answer. It is proof whichever attempt it belongs to. */
    record PlatformAccepted(String msgSn, Instant at) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().platformAccepted(message, this);
        }

        /** A repeated answer tells none; one to a later attempt does. */
        boolean tellsNewSerialOf(Message message) {
            return msgSn != null && !msgSn.equals(message.msgSn());
        }
    }

    /** The platform's negative answer to an attempt: it will not send the message. */
    record PlatformRefused(int attempt, MessageError error) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().platformRefused(message, this);
        }
    }

    /**
     * Proof that the platform did not process the attempt.
     *
     * @param retryAt when to try again, null if attempts ran out
     */
    record NotProcessed(int attempt, MessageError error, Instant retryAt) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().notProcessed(message, this);
        }
    }

    /**
     * Proof that the platform did not process the attempt, for a reason that is not the message's: the platform is away, say. Its lane
     * decides when it is tried again.
     */
    record HeldBack(int attempt, MessageError error) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().heldBack(message, this);
        }
    }

    /** The attempt's turn came, but its deadline passed before the first byte left. */
    record NotStartedInTime(int attempt) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().notStartedInTime(message, this);
        }
    }

    /** Nobody can say whether the attempt reached the platform (I3). */
    record OutcomeInDoubt(int attempt, MessageError error, Instant at) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().outcomeInDoubt(message, this);
        }
    }

    /**
     * A callback with an item's result (I6).
     *
     * @param from the app, robot and group that the callback names; those of another message make it a stranger
     * @param errMsg the platform's text about a failure; an empty one, and one that comes with a success, count as null
     */
    record ItemReported(Target from, int msgNum, boolean sent, String errMsg, Instant at) implements Trigger {
        public ItemReported {
            errMsg = sent || errMsg == null || errMsg.isEmpty() ? null : errMsg;
        }

        @Override
        public Decision meets(Message message) {
            return message.target().equals(from)
                    ? message.state().itemReported(message, this)
                    : Decision.ignored(IgnoredReason.FOREIGN_REPORT);
        }
    }

    /** The clock shows {@code at}: deadlines, wake-ups and windows that ended by then take effect. */
    record TimeReached(Instant at, Windows windows) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().timeReached(message, this);
        }
    }

    /** A user takes the message back. */
    record Cancel() implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.state().cancel(message);
        }
    }

    /** An operator decides what nobody else can. */
    record Resolve(Outcome outcome, String reason, Instant at) implements Trigger {
        public Resolve {
            Objects.requireNonNull(outcome);
        }

        /** What the operator says is true, or wants to happen. */
        public enum Outcome {
            SENT,
            FAILED,
            RESEND
        }

        @Override
        public Decision meets(Message message) {
            return message.state().resolve(message, this);
        }
    }

    /** Another request came under the same {@code msg_id}; it is told, and changes nothing. */
    record DuplicateRefused(MessageError error) implements Trigger {
        @Override
        public Decision meets(Message message) {
            return message.change().tell(EventType.REFUSED_DUPLICATE, error).done();
        }
    }
}
