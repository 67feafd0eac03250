package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
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
            var error = new MessageError(
                    ErrorCode.OUTCOME_UNKNOWN,
                    doubt.sentence(),
                    doubt.errcode(),
                    doubt.errmsg(),
                    doubt.hint(),
                    List.of());
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
                ? notProcessed(no, attempt, now)
                : notProcessed(
                        new Outcome.NotProcessed(((Outcome.TokenUnavailable) outcome).sentence(), null), attempt, now);
    }

    private Trigger notProcessed(Outcome.NotProcessed no, int attempt, Instant now) {
        Optional<Instant> next = retries.next(attempt, no.retryAfter(), now);
        String sentence = no.sentence() + prospect(attempt, next);
        var error = new MessageError(
                ErrorCode.PLATFORM_UNAVAILABLE, sentence, no.errcode(), no.errmsg(), no.hint(), List.of());
        return new Trigger.NotProcessed(attempt, error, next.orElse(null));
    }

    private String prospect(int attempt, Optional<Instant> next) {
        String count = "; attempt " + attempt + " of " + retries.maxAttempts();
        return next.map(at -> count + ", the next at " + at.truncatedTo(ChronoUnit.MILLIS) + ".")
                .orElse(count + ", the last.");
    }
}
