package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What an attempt's outcome means for its message. For one thread. */
final class Verdict {
    private final RetryPolicy retries;

    Verdict(RetryPolicy retries) {
        this.retries = retries;
    }

    Trigger of(Outcome outcome, int attempt, Instant now) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return new Trigger.PlatformAccepted(accepted.msgSn(), now);
        }
        if (outcome instanceof Outcome.InDoubt doubt) {
            MessageError error = MessageError.of(ErrorCode.OUTCOME_UNKNOWN, doubt.sentence());
            return new Trigger.OutcomeInDoubt(attempt, error, now);
        }
        return outcome instanceof Outcome.DeadlinePassed
                ? new Trigger.NotStartedInTime(attempt)
                : notSent(outcome, attempt, now);
    }

    private Trigger notSent(Outcome outcome, int attempt, Instant now) {
        if (outcome instanceof Outcome.Refused no) {
            return new Trigger.PlatformRefused(
                    attempt,
                    new MessageError(
                            ErrorCode.PLATFORM_REFUSED,
                            no.sentence(),
                            no.errcode(),
                            no.errmsg(),
                            no.hint(),
                            List.of()));
        }
        if (outcome instanceof Outcome.TokenRefused no) {
            return new Trigger.PlatformRefused(
                    attempt,
                    new MessageError(
                            ErrorCode.TOKEN_REFUSED, no.sentence(), no.errcode(), no.errmsg(), no.hint(), List.of()));
        }
        return outcome instanceof Outcome.NotProcessed no
                ? notProcessed(no.sentence(), no.retryAfter(), attempt, now)
                : notProcessed(((Outcome.TokenUnavailable) outcome).sentence(), null, attempt, now);
    }

    private Trigger notProcessed(String sentence, Duration wish, int attempt, Instant now) {
        Optional<Instant> next = retries.next(attempt, wish, now);
        MessageError error = MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, sentence + prospect(attempt, next));
        return new Trigger.NotProcessed(attempt, error, next.orElse(null));
    }

    private String prospect(int attempt, Optional<Instant> next) {
        String count = "; attempt " + attempt + " of " + retries.maxAttempts();
        return next.map(at -> count + ", the next at " + at.truncatedTo(ChronoUnit.MILLIS) + ".")
                .orElse(count + ", the last.");
    }
}
