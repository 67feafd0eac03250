package dev.qunfa.lifecycle;

import java.time.Instant;

/**
 * Stored, waiting for its turn.
 *
 * @param wakeAt its turn cannot come before; null once only its lane decides
 * @param lastError why the last attempt has to be repeated, null before the first
 */
public record Queued(Instant wakeAt, MessageError lastError) implements State {
    @Override
    public MessageStatus status() {
        return MessageStatus.QUEUED;
    }

    @Override
    public MessageError error() {
        return lastError;
    }

    /** The deadline alone: the wake-up has its own index, because it may have to wait for room among the lanes. */
    @Override
    public Instant dueAt(Schedule schedule, Windows windows) {
        return schedule.deadline();
    }

    @Override
    public Decision attemptBegins(Message message, Instant at) {
        if (message.schedule().tooLateAt(at)) {
            return message.change().expire().done();
        }
        if (isAsleepAt(at)) {
            return Decision.ignored(IgnoredReason.TOO_EARLY);
        }
        return message.schedule().tooEarlyAt(at)
                ? backToSleep(message)
                : message.change().anotherAttempt().to(new State.Sending(at)).done();
    }

    /** It was woken by a clock that was ahead of this one. */
    private Decision backToSleep(Message message) {
        return message.change()
                .to(new Queued(message.schedule().notBefore(), lastError))
                .done();
    }

    /** A callback for a message that is not on the wire proves that the platform has it all the same. */
    @Override
    public Decision itemReported(Message message, Trigger.ItemReported report) {
        return ItemReports.whileOpen(message, new State.Accepted(report.at()), report);
    }

    /** A late answer to an earlier attempt; where there was none, nothing was asked. */
    @Override
    public Decision platformAccepted(Message message, Trigger.PlatformAccepted answer) {
        return message.attempts() == 0
                ? Decision.ignored(IgnoredReason.NOT_APPLICABLE)
                : Attempts.accepted(message, answer);
    }

    @Override
    public Decision timeReached(Message message, Trigger.TimeReached time) {
        if (message.schedule().tooLateAt(time.at())) {
            return message.change().expire().done();
        }
        return wakeAt == null || isAsleepAt(time.at())
                ? Decision.ignored(IgnoredReason.TOO_EARLY)
                : message.change().to(new Queued(null, lastError)).done();
    }

    @Override
    public Decision cancel(Message message) {
        if (message.attempts() > 0) {
            return Decision.ignored(IgnoredReason.ATTEMPT_MADE);
        }
        MessageError error = MessageError.of(ErrorCode.CANCELLED, "It was cancelled before it was sent.");
        return message.change()
                .to(new State.Cancelled(error))
                .notSent()
                .tell(EventType.CANCELLED, error)
                .done();
    }

    private boolean isAsleepAt(Instant at) {
        return wakeAt != null && at.isBefore(wakeAt);
    }
}
