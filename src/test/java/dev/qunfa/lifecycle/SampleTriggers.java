package dev.qunfa.lifecycle;

import static dev.qunfa.lifecycle.SampleMessages.AWAIT;
import static dev.qunfa.lifecycle.SampleMessages.DEADLINE;
import static dev.qunfa.lifecycle.SampleMessages.RESEND;
import static dev.qunfa.lifecycle.SampleMessages.TARGET;
import static dev.qunfa.lifecycle.SampleMessages.WAKE;
import static dev.qunfa.lifecycle.SampleMessages.at;
import static dev.qunfa.lifecycle.SampleMessages.error;

import dev.qunfa.lifecycle.Trigger.Resolve.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Every trigger in every flavour that could matter, under a name, made for the message it is to meet. */
final class SampleTriggers {
    private static final Instant SOON = at("12:02:00");
    private static final Instant LATER = at("12:06:30");
    private static final Instant MUCH_LATER = at("14:00:00");

    private final Map<String, Function<Message, Trigger>> byName = new LinkedHashMap<>();

    private SampleTriggers() {
        begins();
        answers();
        withoutAnswer();
        reports();
        times();
        people();
    }

    static Map<String, Function<Message, Trigger>> byName() {
        return new SampleTriggers().byName;
    }

    private void begins() {
        name("attempt begins 12:02:00", message -> new Trigger.AttemptBegins(SOON));
        name("attempt begins 12:06:30", message -> new Trigger.AttemptBegins(LATER));
        name("attempt begins at 12:09:59.999", message -> new Trigger.AttemptBegins(DEADLINE.minusMillis(1)));
        name("attempt begins at the deadline", message -> new Trigger.AttemptBegins(DEADLINE));
    }

    private void answers() {
        name("answer: taken, sn-1", message -> new Trigger.PlatformAccepted("sn-1", SOON));
        name("answer: taken, sn-2", message -> new Trigger.PlatformAccepted("sn-2", SOON));
        name("answer: taken, no serial", message -> new Trigger.PlatformAccepted(null, SOON));
        name("answer: refused", message -> refused(message.attempts()));
        name("answer: refused, stale", message -> refused(message.attempts() - 1));
    }

    private void withoutAnswer() {
        name("not processed, retry 12:07", message -> notProcessed(message.attempts(), at("12:07:00")));
        name("not processed, retry too late", message -> notProcessed(message.attempts(), DEADLINE));
        name("not processed, no retry left", message -> notProcessed(message.attempts(), null));
        name("not processed, stale", message -> notProcessed(message.attempts() - 1, at("12:07:00")));
        name("held back", message -> heldBack(message.attempts()));
        name("held back, stale", message -> heldBack(message.attempts() - 1));
        name("not started in time", message -> new Trigger.NotStartedInTime(message.attempts()));
        name("not started in time, stale", message -> new Trigger.NotStartedInTime(message.attempts() - 1));
        name("outcome in doubt", message -> doubt(message.attempts()));
        name("outcome in doubt, stale", message -> doubt(message.attempts() - 1));
    }

    private void reports() {
        name("item 1 sent", message -> report(TARGET, 1, true));
        name("item 1 failed", message -> report(TARGET, 1, false));
        name("item 2 sent", message -> report(TARGET, 2, true));
        name("item 2 failed", message -> report(TARGET, 2, false));
        name("item 3 sent", message -> report(TARGET, 3, true));
        name("item 0 failed", message -> report(TARGET, 0, false));
        name("another group's item 1 sent", message -> report(new Target("default", "r-1", "g-2"), 1, true));
        name("another app's item 1 failed", message -> report(new Target("other", "r-1", "g-1"), 1, false));
    }

    private void times() {
        name("time: 12:04:59.999", message -> time(at("12:04:59.999"), AWAIT));
        name("time: 12:05", message -> time(WAKE, AWAIT));
        name("time: just before it is due", message -> time(due(message).minusNanos(1_000), AWAIT));
        name("time: due", message -> time(due(message), AWAIT));
        name("time: due, policy resend", message -> time(due(message), RESEND));
        name("time: 14:00", message -> time(MUCH_LATER, AWAIT));
        name("time: 14:00, policy resend", message -> time(MUCH_LATER, RESEND));
    }

    private void people() {
        name("cancel", message -> new Trigger.Cancel());
        name("resolve sent", message -> resolve(Outcome.SENT, LATER));
        name("resolve failed", message -> resolve(Outcome.FAILED, LATER));
        name("resolve resend", message -> resolve(Outcome.RESEND, LATER));
        name("resolve resend at the deadline", message -> resolve(Outcome.RESEND, DEADLINE));
        name("duplicate refused", message -> new Trigger.DuplicateRefused(error(ErrorCode.DUPLICATE_MSG_ID)));
    }

    private void name(String name, Function<Message, Trigger> trigger) {
        byName.put(name, trigger);
    }

    private static Trigger refused(int attempt) {
        return new Trigger.PlatformRefused(attempt, error(ErrorCode.PLATFORM_REFUSED));
    }

    private static Trigger notProcessed(int attempt, Instant retryAt) {
        return new Trigger.NotProcessed(attempt, error(ErrorCode.PLATFORM_UNAVAILABLE), retryAt);
    }

    private static Trigger heldBack(int attempt) {
        return new Trigger.HeldBack(attempt, error(ErrorCode.PLATFORM_UNAVAILABLE));
    }

    private static Trigger doubt(int attempt) {
        return new Trigger.OutcomeInDoubt(attempt, error(ErrorCode.OUTCOME_UNKNOWN), SOON);
    }

    private static Trigger report(Target from, int msgNum, boolean sent) {
        return new Trigger.ItemReported(from, msgNum, sent, null, SOON);
    }

    private static Trigger time(Instant at, Windows windows) {
        return new Trigger.TimeReached(at, windows);
    }

    /** When the message is due; for one that never is, any instant will do. */
    private static Instant due(Message message) {
        Instant due = message.dueAt(AWAIT);
        return due == null ? MUCH_LATER : due;
    }

    private static Trigger resolve(Outcome outcome, Instant at) {
        return new Trigger.Resolve(outcome, "For a test.", at);
    }
}
