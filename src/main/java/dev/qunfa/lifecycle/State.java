package dev.qunfa.lifecycle;

import static dev.qunfa.lifecycle.IgnoredReason.NOT_APPLICABLE;

import java.time.Instant;

/**
 * Where a message stands: one record a state, each holding only what is true in it.
 *
 * <p>A state answers every {@link Trigger}. The answers below are those that hold unless a state says otherwise; they are
 * right for a message that is final because it was never sent.
 */
public sealed interface State permits Queued, State.OnTheWire, State.Accepted, State.Final {
    MessageStatus status();

    /** Why the message is where it is, null where there is nothing to explain. */
    default MessageError error() {
        return null;
    }

    /** When a deadline or a window ends, and {@link Trigger.TimeReached} moves the message; null for never. */
    default Instant dueAt(Schedule schedule, Windows windows) {
        return null;
    }

    default Decision attemptBegins(Message message, Instant at) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    /** The answer came after the callbacks, or late: all that is new in it is the serial number. */
    default Decision platformAccepted(Message message, Trigger.PlatformAccepted answer) {
        return answer.tellsNewSerialOf(message)
                ? message.change().msgSn(answer.msgSn()).done()
                : Decision.ignored(NOT_APPLICABLE);
    }

    default Decision platformRefused(Message message, Trigger.PlatformRefused answer) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision notProcessed(Message message, Trigger.NotProcessed proof) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision heldBack(Message message, Trigger.HeldBack proof) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision notStartedInTime(Message message, Trigger.NotStartedInTime proof) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision outcomeInDoubt(Message message, Trigger.OutcomeInDoubt doubt) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision itemReported(Message message, Trigger.ItemReported report) {
        return ItemReports.againstResult(message, report);
    }

    default Decision timeReached(Message message, Trigger.TimeReached time) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    default Decision cancel(Message message) {
        return Decision.ignored(message.attempts() > 0 ? IgnoredReason.ATTEMPT_MADE : NOT_APPLICABLE);
    }

    default Decision resolve(Message message, Trigger.Resolve decision) {
        return Decision.ignored(NOT_APPLICABLE);
    }

    /** A state in which every item has its result, or never will. */
    sealed interface Final extends State {}

    /** A state in which an attempt may have reached the platform, and no answer was stored. */
    sealed interface OnTheWire extends State {
        @Override
        default Decision platformAccepted(Message message, Trigger.PlatformAccepted answer) {
            return Attempts.accepted(message, answer);
        }

        @Override
        default Decision platformRefused(Message message, Trigger.PlatformRefused answer) {
            return stale(message, answer.attempt()) ? staleAttempt() : Attempts.failed(message, answer.error());
        }

        @Override
        default Decision notProcessed(Message message, Trigger.NotProcessed proof) {
            return stale(message, proof.attempt()) ? staleAttempt() : Attempts.retried(message, proof);
        }

        @Override
        default Decision heldBack(Message message, Trigger.HeldBack proof) {
            return stale(message, proof.attempt()) ? staleAttempt() : Attempts.heldBack(message, proof.error());
        }

        @Override
        default Decision notStartedInTime(Message message, Trigger.NotStartedInTime proof) {
            return stale(message, proof.attempt())
                    ? staleAttempt()
                    : message.change().expire().done();
        }

        @Override
        default Decision itemReported(Message message, Trigger.ItemReported report) {
            return ItemReports.whileOpen(message, new Accepted(report.at()), report);
        }

        private static boolean stale(Message message, int attempt) {
            return message.attempts() != attempt;
        }

        private static Decision staleAttempt() {
            return Decision.ignored(IgnoredReason.STALE_ATTEMPT);
        }
    }

    /**
     * An attempt is on the wire, or about to be.
     *
     * @param since when the attempt began
     */
    record Sending(Instant since) implements OnTheWire {
        @Override
        public MessageStatus status() {
            return MessageStatus.SENDING;
        }

        @Override
        public Instant dueAt(Schedule schedule, Windows windows) {
            return since.plus(windows.attempt());
        }

        @Override
        public Decision outcomeInDoubt(Message message, Trigger.OutcomeInDoubt doubt) {
            return message.attempts() != doubt.attempt()
                    ? Decision.ignored(IgnoredReason.STALE_ATTEMPT)
                    : Attempts.doubted(message, doubt.error(), doubt.at());
        }

        @Override
        public Decision timeReached(Message message, Trigger.TimeReached time) {
            return time.at().isBefore(since.plus(time.windows().attempt()))
                    ? Decision.ignored(IgnoredReason.TOO_EARLY)
                    : Attempts.lost(message, time.at());
        }
    }

    /**
     * An attempt may or may not have reached the platform.
     *
     * @param since when the doubt began
     * @param error what is known about it
     */
    record InDoubt(Instant since, MessageError error) implements OnTheWire {
        @Override
        public MessageStatus status() {
            return MessageStatus.IN_DOUBT;
        }

        @Override
        public Instant dueAt(Schedule schedule, Windows windows) {
            return since.plus(windows.inDoubt());
        }

        @Override
        public Decision timeReached(Message message, Trigger.TimeReached time) {
            if (time.at().isBefore(since.plus(time.windows().inDoubt()))) {
                return Decision.ignored(IgnoredReason.TOO_EARLY);
            }
            boolean inTime = !message.schedule().tooLateAt(time.at());
            return message.attempts() < time.windows().resendBelow() && inTime
                    ? Attempts.requeued(message, EventType.RETRYING, error, time.at())
                    : Attempts.unconfirmed(message, error);
        }

        @Override
        public Decision resolve(Message message, Trigger.Resolve decision) {
            return Resolutions.apply(message, decision);
        }
    }

    /**
     * The platform took it; callbacks are outstanding.
     *
     * @param since when that became known
     */
    record Accepted(Instant since) implements State {
        @Override
        public MessageStatus status() {
            return MessageStatus.ACCEPTED;
        }

        @Override
        public Instant dueAt(Schedule schedule, Windows windows) {
            return since.plus(windows.confirmation());
        }

        /** A callback was quicker than the answer. */
        @Override
        public Decision platformAccepted(Message message, Trigger.PlatformAccepted answer) {
            return answer.tellsNewSerialOf(message)
                    ? message.change()
                            .msgSn(answer.msgSn())
                            .tell(EventType.ACCEPTED, null)
                            .done()
                    : Decision.ignored(NOT_APPLICABLE);
        }

        @Override
        public Decision itemReported(Message message, Trigger.ItemReported report) {
            return ItemReports.whileOpen(message, this, report);
        }

        @Override
        public Decision timeReached(Message message, Trigger.TimeReached time) {
            return time.at().isBefore(since.plus(time.windows().confirmation()))
                    ? Decision.ignored(IgnoredReason.TOO_EARLY)
                    : Attempts.unconfirmed(
                            message,
                            MessageError.of(
                                    ErrorCode.NOT_CONFIRMED,
                                    "The platform took it, but a callback did not come within "
                                            + time.windows().confirmation().toSeconds() + " s."));
        }
    }

    /** Every item was delivered. */
    record Sent() implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.SENT;
        }
    }

    /** Some items were delivered, some not. */
    record PartiallySent(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.PARTIALLY_SENT;
        }
    }

    /** Nothing was delivered: every item failed, the platform refused, attempts ran out, or an operator said so. */
    record Failed(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.FAILED;
        }
    }

    /** Its deadline came before it was sent. */
    record Expired(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.EXPIRED;
        }
    }

    /** The request was invalid. */
    record Rejected(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.REJECTED;
        }
    }

    /** Taken back before it was sent. */
    record Cancelled(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.CANCELLED;
        }
    }

    /** A callback did not come in time; a late one, or an operator, still corrects it. */
    record Unconfirmed(MessageError error) implements Final {
        @Override
        public MessageStatus status() {
            return MessageStatus.UNCONFIRMED;
        }

        @Override
        public Decision itemReported(Message message, Trigger.ItemReported report) {
            return ItemReports.whileOpen(message, this, report);
        }

        @Override
        public Decision resolve(Message message, Trigger.Resolve decision) {
            return Resolutions.apply(message, decision);
        }
    }
}
