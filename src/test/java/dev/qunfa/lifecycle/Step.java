package dev.qunfa.lifecycle;

import static dev.qunfa.lifecycle.SampleMessages.RECEIVED;
import static dev.qunfa.lifecycle.SampleMessages.TARGET;
import static dev.qunfa.lifecycle.SampleMessages.error;

import java.time.Instant;

/**
 * One thing that happens to a message in a {@link Story}. A step is plain numbers, so that it shrinks and prints well.
 *
 * @param kind what happens
 * @param second when, after the message was received; steps of a story need not be in order
 * @param msgNum the item it is about, which need not exist
 * @param variant distinguishes steps of one kind, 0 being the usual one
 */
record Step(Kind kind, int second, int msgNum, int variant) {
    /** A usual step (variant 0) speaks of the current attempt, and of the right target. */
    enum Kind {
        BEGINS,
        TAKEN,
        REFUSED,
        NOT_PROCESSED,
        NOT_STARTED,
        IN_DOUBT,
        ITEM_SENT,
        ITEM_FAILED,
        TIME,
        DUE,
        CANCEL,
        RESOLVE,
        DUPLICATE
    }

    Trigger on(Message message) {
        return switch (kind) {
            case BEGINS -> new Trigger.AttemptBegins(begin(message.schedule()));
            case TAKEN -> new Trigger.PlatformAccepted(variant == 0 ? "sn" : variant == 1 ? "sn-2" : null, at());
            case REFUSED -> new Trigger.PlatformRefused(attempt(message), error(ErrorCode.PLATFORM_REFUSED));
            case NOT_PROCESSED -> notProcessed(message);
            case NOT_STARTED -> new Trigger.NotStartedInTime(attempt(message));
            case IN_DOUBT -> new Trigger.OutcomeInDoubt(attempt(message), error(ErrorCode.OUTCOME_UNKNOWN), at());
            case ITEM_SENT -> new Trigger.ItemReported(from(), msgNum, true, null, at());
            case ITEM_FAILED -> new Trigger.ItemReported(from(), msgNum, false, "err-" + variant, at());
            case TIME -> new Trigger.TimeReached(at(), windows());
            case DUE ->
                new Trigger.TimeReached(Story.nextMove(message, windows()).orElse(at()), windows());
            case CANCEL -> new Trigger.Cancel();
            case RESOLVE -> new Trigger.Resolve(Trigger.Resolve.Outcome.values()[variant % 3], null, at());
            case DUPLICATE -> new Trigger.DuplicateRefused(error(ErrorCode.DUPLICATE_MSG_ID));
        };
    }

    /** Now and then at the very edges of the times allowed. */
    private Instant begin(Schedule schedule) {
        Instant edge = variant == 3 ? schedule.deadline() : variant == 4 ? schedule.notBefore() : null;
        return edge == null ? at() : edge;
    }

    private Trigger notProcessed(Message message) {
        if (variant == 1) {
            return new Trigger.HeldBack(attempt(message), error(ErrorCode.PLATFORM_UNAVAILABLE));
        }
        Instant retryAt = variant == 2 ? null : at();
        return new Trigger.NotProcessed(attempt(message), error(ErrorCode.PLATFORM_UNAVAILABLE), retryAt);
    }

    private Instant at() {
        return RECEIVED.plusSeconds(second);
    }

    /** Two thirds of the attempts are the current one, the others are stale or of the future. */
    private int attempt(Message message) {
        return message.attempts() + (variant == 3 ? -1 : variant == 4 ? 1 : 0);
    }

    private Target from() {
        return variant == 3 ? new Target("default", "r-1", "g-2") : TARGET;
    }

    private Windows windows() {
        return variant % 2 == 0 ? SampleMessages.AWAIT : SampleMessages.RESEND;
    }
}
