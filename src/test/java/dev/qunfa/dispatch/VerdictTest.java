package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void proofThatNothingWasProcessedPlansNoRetryYet() {
        assertThat(of(new Outcome.NotProcessed("Refused to connect.", Duration.ofSeconds(3))))
                .isEqualTo(new Trigger.NotProcessed(
                        3, MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "Refused to connect."), null));
        assertThat(of(new Outcome.TokenUnavailable("No token.")))
                .isEqualTo(new Trigger.NotProcessed(
                        3, MessageError.of(ErrorCode.PLATFORM_UNAVAILABLE, "No token."), null));
    }

    private static Trigger of(Outcome outcome) {
        return Verdict.of(outcome, 3, NOW);
    }

    private static MessageError error(ErrorCode code, String message, Long errcode, String errmsg, String hint) {
        return new MessageError(code, message, errcode, errmsg, hint, List.of());
    }
}
