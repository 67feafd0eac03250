package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What an attempt's outcome means for its message. For one thread. */
final class Verdict {
    private final RetryPolicy retries;

    Verdict(RetryPolicy retries) {
        this.retries = retries;
    }

    /**
     * What is to become of a message.
     *
     * @param trigger what its state is told
     * @param retry when it is tried again; null if it is not
     */
    record Ruling(Trigger trigger, Retry retry) {}

    Ruling of(Outcome outcome, int attempt, QueuedMessage message, Instant now) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return last(new Trigger.PlatformAccepted(accepted.msgSn(), now));
        }
        if (outcome instanceof Outcome.DeadlinePassed) {
            return last(new Trigger.NotStartedInTime(attempt));
        }
        if (outcome instanceof Outcome.InDoubt doubt) {
            MessageError error = error(ErrorCode.OUTCOME_UNKNOWN, Said.by(outcome), doubt.sentence());
            return last(new Trigger.OutcomeInDoubt(attempt, error, now));
        }
        if (outcome instanceof Outcome.Refused no) {
            MessageError error = error(ErrorCode.PLATFORM_REFUSED, Said.by(outcome), no.sentence());
            return last(new Trigger.PlatformRefused(attempt, error));
        }
        return outcome.asksToComeAgain()
                ? answered((Outcome.NotProcessed) outcome, attempt, message, now)
                : unanswered(outcome, attempt, message, now);
    }

    /** The platform said so about this very message: that cannot go on for ever. */
    private Ruling answered(Outcome.NotProcessed no, int attempt, QueuedMessage message, Instant now) {
        RetryHistory history = new RetryHistory(message.retry().history().answered() + 1, null);
        Instant next = retries.afterAnswer(history.answered(), no.retryAfter())
                .map(pause -> at(now, pause))
                .orElse(null);
        String sentence = no.sentence() + history.ofAnswered(retries.maxAttempts(), next);
        MessageError error = error(ErrorCode.PLATFORM_UNAVAILABLE, Said.by(no), sentence);
        Trigger trigger = new Trigger.NotProcessed(attempt, error, next);
        return next == null ? last(trigger) : new Ruling(trigger, new Retry(next, false, history));
    }

    /** Nothing was said about this message: it is tried until its deadline, or until its age ends that. */
    private Ruling unanswered(Outcome outcome, int attempt, QueuedMessage message, Instant now) {
        Said said = Said.by(outcome);
        RetryHistory history = ageing(outcome, message, now);
        if (history.giveUpAt() != null && !now.isBefore(history.giveUpAt())) {
            String sentence = said.sentence() + "; it was tried until " + history.giveUpAt() + ", this was the last.";
            return last(new Trigger.NotProcessed(attempt, error(said.code(), said, sentence), null));
        }
        Duration pause = retries.afterOutage(attempt, said.retryAfter());
        Instant next = earlier(at(now, pause), history.giveUpAt());
        String limit = message.deadline() != null ? "its deadline" : "its token is accepted";
        MessageError error =
                error(said.code(), said, said.sentence() + history.ofUnanswered(limit, retries.maxAttempts(), next));
        boolean wished = said.retryAfter() != null && pause.equals(said.retryAfter()) && !pause.isZero();
        boolean inTime = message.deadline() == null || next.isBefore(message.deadline());
        // With a time of its own it keeps that on any replica; else its lane decides, which knows when the platform is
        // back.
        Trigger trigger = wished || !inTime
                ? new Trigger.NotProcessed(attempt, error, next)
                : new Trigger.HeldBack(attempt, error);
        return new Ruling(trigger, new Retry(next, !wished, history));
    }

    /** A message without a deadline has an age at which it is given up; not because of a token, which is never the message's fault. */
    private RetryHistory ageing(Outcome outcome, QueuedMessage message, Instant now) {
        RetryHistory before = message.retry().history();
        if (message.deadline() != null || outcome instanceof Outcome.TokenRefused) {
            return new RetryHistory(before.answered(), null);
        }
        return before.giveUpAt() != null ? before : new RetryHistory(before.answered(), at(now, retries.maxAge()));
    }

    /** What an outcome that leads to another attempt says. */
    private record Said(
            ErrorCode code, String sentence, Long errcode, String errmsg, String hint, Duration retryAfter) {
        static Said by(Outcome outcome) {
            if (outcome instanceof Outcome.TokenRefused no) {
                return new Said(ErrorCode.TOKEN_REFUSED, no.sentence(), no.errcode(), no.errmsg(), no.hint(), null);
            }
            if (outcome instanceof Outcome.Refused no) {
                return new Said(ErrorCode.PLATFORM_REFUSED, no.sentence(), no.errcode(), no.errmsg(), no.hint(), null);
            }
            if (outcome instanceof Outcome.InDoubt no) {
                return new Said(ErrorCode.OUTCOME_UNKNOWN, no.sentence(), no.errcode(), no.errmsg(), no.hint(), null);
            }
            if (outcome instanceof Outcome.NotProcessed no) {
                return new Said(
                        ErrorCode.PLATFORM_UNAVAILABLE,
                        no.sentence(),
                        no.errcode(),
                        no.errmsg(),
                        no.hint(),
                        no.retryAfter());
            }
            String sentence = ((Outcome.TokenUnavailable) outcome).sentence();
            return new Said(ErrorCode.PLATFORM_UNAVAILABLE, sentence, null, null, null, null);
        }
    }

    private static Ruling last(Trigger trigger) {
        return new Ruling(trigger, null);
    }

    private static MessageError error(ErrorCode code, Said said, String sentence) {
        return new MessageError(code, sentence, said.errcode(), said.errmsg(), said.hint(), List.of());
    }

    /** To the millisecond, as it is told; never too early. */
    private static Instant at(Instant now, Duration pause) {
        return now.plus(pause).plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }
}
