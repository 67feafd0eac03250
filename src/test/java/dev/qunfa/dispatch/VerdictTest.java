package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.ErrorCode;
import dev.qunfa.lifecycle.MessageError;
import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.Retry;
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
    void aRefusedTokenIsNotTheMessagesFaultAndTheMessageIsNeverGivenUpForIt() {
        Verdict.Ruling ruling =
                ruling(new Outcome.TokenRefused(40014L, "bad", "hint-1", "No token works"), 900, WAITING);

        assertThat(ruling.trigger())
                .isEqualTo(new Trigger.HeldBack(
                        900,
                        error(
                                ErrorCode.TOKEN_REFUSED,
                                "No token works; tried until its token is accepted, the next at " + PAUSED + ".",
                                40014L,
                                "bad",
                                "hint-1")));
        assertThat(ruling.retry()).isEqualTo(new Retry(PAUSED, true, RetryHistory.NONE));
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
    void whatThePlatformAnsweredAboutTheMessageCountsAndIsPlanned() {
        Verdict.Ruling ruling = ruling(slow(null), 17, after(new RetryHistory(2, null)));

        assertThat(ruling.trigger())
                .isEqualTo(new Trigger.NotProcessed(
                        17,
                        error(
                                ErrorCode.PLATFORM_UNAVAILABLE,
                                "Too fast; attempt 3 of 4, the next at " + PAUSED + ".",
                                45009L,
                                "slow",
                                "hint-1"),
                        PAUSED));
        assertThat(ruling.retry()).isEqualTo(new Retry(PAUSED, false, new RetryHistory(3, null)));
    }

    @Test
    void attemptsRunOut() {
        assertThat(ruling(slow(null), 4, after(new RetryHistory(3, null))))
                .isEqualTo(new Verdict.Ruling(
                        new Trigger.NotProcessed(
                                4,
                                error(
                                        ErrorCode.PLATFORM_UNAVAILABLE,
                                        "Too fast; attempt 4 of 4, the last.",
                                        45009L,
                                        "slow",
                                        "hint-1"),
                                null),
                        null));
    }

    @Test
    void h4AnOutageBurnsNoAttemptAndIsBoundedByAnAge() {
        Instant giveUpAt = NOW.plus(Duration.ofHours(24));
        Verdict.Ruling ruling = ruling(AWAY, 500, after(new RetryHistory(3, null)));

        assertThat(ruling.trigger())
                .isEqualTo(new Trigger.HeldBack(
                        500,
                        MessageError.of(
                                ErrorCode.PLATFORM_UNAVAILABLE,
                                "Nobody there; tried until " + giveUpAt + ", the next at " + PAUSED
                                        + "; 3 of 4 attempts were answered.")));
        assertThat(ruling.retry()).isEqualTo(new Retry(PAUSED, true, new RetryHistory(3, giveUpAt)));
        assertThat(RetryHistory.readFrom(((Trigger.HeldBack) ruling.trigger()).error()))
                .as("after a restart")
                .isEqualTo(ruling.retry().history());
    }

    @Test
    void h4TheAgeCountsFromTheFirstFailureAndAtItsEndTheMessageIsGivenUp() {
        Instant soon = NOW.plusMillis(1);
        assertThat(ruling(AWAY, 9, after(new RetryHistory(0, soon))).retry())
                .isEqualTo(new Retry(soon, true, new RetryHistory(0, soon)));

        Verdict.Ruling last = ruling(AWAY, 10, after(new RetryHistory(0, NOW)));

        assertThat(last)
                .isEqualTo(new Verdict.Ruling(
                        new Trigger.NotProcessed(
                                10,
                                MessageError.of(
                                        ErrorCode.PLATFORM_UNAVAILABLE,
                                        "Nobody there; it was tried until " + NOW + ", this was the last."),
                                null),
                        null));
    }

    @Test
    void h4WithADeadlineAnOutageLastsUntilThenAndARetryThatComesTooLateSleepsUntilThen() {
        QueuedMessage patient = due(NOW.plusSeconds(60), new RetryHistory(0, null));
        assertThat(ruling(AWAY, 3, patient).trigger())
                .isEqualTo(new Trigger.HeldBack(
                        3,
                        MessageError.of(
                                ErrorCode.PLATFORM_UNAVAILABLE,
                                "Nobody there; tried until its deadline, the next at " + PAUSED + ".")));

        Verdict.Ruling late = ruling(AWAY, 3, due(NOW.plusMillis(1), new RetryHistory(0, null)));

        assertThat(late.trigger())
                .isInstanceOfSatisfying(Trigger.NotProcessed.class, sleeps -> assertThat(sleeps.retryAt())
                        .isAfterOrEqualTo(NOW.plusMillis(1)));
    }

    @Test
    void thePlatformsWishIsKeptInAnOutageToo() {
        var away = new Outcome.NotProcessed(null, null, null, "Busy", Duration.ofSeconds(30), Outcome.Extent.PLATFORM);

        Verdict.Ruling ruling = ruling(away, 1, WAITING);

        assertThat(ruling.retry().at()).isEqualTo(NOW.plusSeconds(30));
        assertThat(ruling.retry().atGate()).isFalse();
        assertThat(ruling.trigger()).isInstanceOf(Trigger.NotProcessed.class);
    }

    @Test
    void withoutATokenNoAttemptIsBurnt() {
        assertThat(ruling(new Outcome.TokenUnavailable("No token"), 4, WAITING).trigger())
                .isInstanceOf(Trigger.HeldBack.class);
    }

    @Test
    void aSentenceThatTellsOfNoRetryLeavesNoHistory() {
        assertThat(RetryHistory.readFrom(null)).isEqualTo(RetryHistory.NONE);
        assertThat(RetryHistory.readFrom(MessageError.of(ErrorCode.OUTCOME_UNKNOWN, "Who knows.")))
                .isEqualTo(RetryHistory.NONE);
    }

    private static final Instant PAUSED = NOW.plusMillis(2);
    private static final Outcome AWAY = Outcome.NotProcessed.unreached("Nobody there");
    private static final QueuedMessage WAITING = after(RetryHistory.NONE);

    private static Outcome slow(Duration wish) {
        return new Outcome.NotProcessed(45009L, "slow", "hint-1", "Too fast", wish, Outcome.Extent.THIS_ATTEMPT);
    }

    private static QueuedMessage after(RetryHistory history) {
        return due(null, history);
    }

    private static QueuedMessage due(Instant deadline, RetryHistory history) {
        return new QueuedMessage(
                "m",
                new Target("default", "r", "g"),
                new RecordOrigin(0, 1),
                deadline,
                new Retry(null, false, history),
                null);
    }

    private static Trigger of(Outcome outcome) {
        return ruling(outcome, 3, WAITING).trigger();
    }

    private static Verdict.Ruling ruling(Outcome outcome, int attempt, QueuedMessage message) {
        return new Verdict(new RetryPolicy(new Retries(4), Duration.ofMillis(2), new Largest()))
                .of(outcome, attempt, message, NOW);
    }

    /** Chance that takes nothing off a pause. */
    private static final class Largest extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    /** @param maxAttempts of a message; pauses are short */
    private record Retries(int maxAttempts) implements RetryConfig {
        @Override
        public Duration maxAge() {
            return Duration.ofHours(24);
        }

        @Override
        public Duration initialBackoff() {
            return Duration.ofMillis(2);
        }

        @Override
        public Duration maxBackoff() {
            return Duration.ofMillis(2);
        }
    }

    private static MessageError error(ErrorCode code, String message, Long errcode, String errmsg, String hint) {
        return new MessageError(code, message, errcode, errmsg, hint, List.of());
    }
}
