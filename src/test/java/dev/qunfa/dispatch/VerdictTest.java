package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aPositiveAnswerIsAccepted() {
        assertThat(of(new Outcome.Accepted("sn-1", null, null))).isEqualTo(new Trigger.PlatformAccepted("sn-1", NOW));
    }

    @Test
    void aRefusalKeepsWhatThePlatformSaid() {
        assertThat(of(new Outcome.Refused(4001L, "no", "hint-1", "It refused.")))
                .isEqualTo(new Trigger.PlatformRefused(
                        3, error(ErrorCode.PLATFORM_REFUSED, "It refused.", 4001L, "no", "hint-1")));
    }

    @Test
    void aRefusedTokenIsARefusalOfItsOwnKind() {
        assertThat(of(new Outcome.TokenRefused(40014L, "bad", "hint-1", "No token works.")))
                .isEqualTo(new Trigger.PlatformRefused(
                        3, error(ErrorCode.TOKEN_REFUSED, "No token works.", 40014L, "bad", "hint-1")));
    }

    @Test
    void i3AnUnknownOutcomeIsDoubt() {
        assertThat(of(new Outcome.InDoubt("No answer.")))
                .isEqualTo(
                        new Trigger.OutcomeInDoubt(3, MessageError.of(ErrorCode.OUTCOME_UNKNOWN, "No answer."), NOW));
    }

    @Test
    void i4ADeadlineThatPassedBeforeTheWriteMeansNotStarted() {
        assertThat(of(new Outcome.DeadlinePassed())).isEqualTo(new Trigger.NotStartedInTime(3));
    }

    @Test
    void proofThatNothingWasProcessedPlansTheNextAttemptAndTellsWhen() {
        assertThat(of(new Outcome.NotProcessed("Refused to connect", Duration.ofMinutes(1))))
                .isEqualTo(new Trigger.NotProcessed(
                        3,
                        MessageError.of(
                                ErrorCode.PLATFORM_UNAVAILABLE,
                                "Refused to connect; attempt 3 of 4, the next at 2026-01-01T00:01:00Z."),
                        NOW.plusSeconds(60)));
    }

    @Test
    void attemptsRunOut() {
        assertThat(verdict(new Outcome.TokenUnavailable("No token"), 4))
                .isEqualTo(new Trigger.NotProcessed(
                        4,
                        MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "No token; attempt 4 of 4, the last."),
                        null));
    }

    @Test
    void whatThePlatformSaidIsKeptWhereItIsNoRefusalToo() {
        var extent = Outcome.Extent.THIS_ATTEMPT;

        assertThat(verdict(new Outcome.NotProcessed(45009L, "slow", "hint-1", "Too fast", null, extent), 4))
                .isEqualTo(new Trigger.NotProcessed(
                        4,
                        error(
                                ErrorCode.PLATFORM_UNAVAILABLE,
                                "Too fast; attempt 4 of 4, the last.",
                                45009L,
                                "slow",
                                "hint-1"),
                        null));
        assertThat(of(new Outcome.InDoubt(50000L, "late", "hint-1", "Who knows.", extent)))
                .isEqualTo(new Trigger.OutcomeInDoubt(
                        3, error(ErrorCode.OUTCOME_UNKNOWN, "Who knows.", 50000L, "late", "hint-1"), NOW));
    }

    private static Trigger of(Outcome outcome) {
        return verdict(outcome, 3);
    }

    private static Trigger verdict(Outcome outcome, int attempt) {
        return new Verdict(new RetryPolicy(new Retries(4), new Random(7))).of(outcome, attempt, NOW);
    }

    /** @param maxAttempts of a message; pauses are short */
    private record Retries(int maxAttempts) implements RetryConfig {
        @Override
        public Duration initialBackoff() {
            return Duration.ofMillis(1);
        }

        @Override
        public Duration maxBackoff() {
            return Duration.ofMillis(1);
        }
    }

    private static MessageError error(ErrorCode code, String message, Long errcode, String errmsg, String hint) {
        return new MessageError(code, message, errcode, errmsg, hint, List.of());
    }
}
