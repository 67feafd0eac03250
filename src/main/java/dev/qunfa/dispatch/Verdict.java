package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * What an attempt's outcome means for its message. Until there is a retry policy, proof that an attempt was not processed
 * ends the message: {@link Trigger.NotProcessed#retryAt()} is where a policy has its say.
 */
final class Verdict {
    private Verdict() {}

    static Trigger of(Outcome outcome, int attempt, Instant now) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return new Trigger.PlatformAccepted(accepted.msgSn(), now);
        }
        if (outcome instanceof Outcome.InDoubt doubt) {
            MessageError error = MessageError.of(ErrorCode.OUTCOME_UNKNOWN, doubt.sentence());
            return new Trigger.OutcomeInDoubt(attempt, error, now);
        }
        return outcome instanceof Outcome.DeadlinePassed
                ? new Trigger.NotStartedInTime(attempt)
                : notSent(outcome, attempt);
    }

    private static Trigger notSent(Outcome outcome, int attempt) {
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
        String sentence = outcome instanceof Outcome.NotProcessed no
                ? no.sentence()
                : ((Outcome.TokenUnavailable) outcome).sentence();
        return new Trigger.NotProcessed(attempt, MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, sentence), null);
    }
}
