package dev.qunfa.lifecycle;

import dev.qunfa.lifecycle.Trigger.Resolve.Outcome;
import java.util.Locale;

/** What an operator's decision does to a message that is IN_DOUBT or UNCONFIRMED. */
final class Resolutions {
    private Resolutions() {}

    static Decision apply(Message message, Trigger.Resolve decision) {
        MessageError why = because(decision);
        return decision.outcome() == Outcome.RESEND
                ? resend(message, decision, why)
                : decide(message, decision.outcome(), why);
    }

    /** Items that have their own result keep it; the operator speaks for the others. */
    private static Decision decide(Message message, Outcome outcome, MessageError why) {
        ItemStatus verdict = outcome == Outcome.SENT ? ItemStatus.SENT : ItemStatus.FAILED;
        Items items = message.items().closing(verdict);
        boolean failedByOperator = outcome == Outcome.FAILED && !items.any(ItemStatus.SENT);
        State next = failedByOperator ? new State.Failed(why) : items.outcome();
        return message.change()
                .items(items)
                .to(next)
                .tell(EventType.RESOLVED, why)
                .done();
    }

    private static Decision resend(Message message, Trigger.Resolve decision, MessageError why) {
        if (message.schedule().tooLateAt(decision.at())) {
            return Decision.ignored(IgnoredReason.DEADLINE_PASSED);
        }
        boolean anyResult =
                message.items().any(ItemStatus.SENT) || message.items().any(ItemStatus.FAILED);
        return anyResult
                ? Decision.ignored(IgnoredReason.RESULT_KNOWN)
                : Attempts.requeued(message, EventType.RESOLVED, why, decision.at());
    }

    private static MessageError because(Trigger.Resolve decision) {
        String verdict = decision.outcome().name().toLowerCase(Locale.ROOT);
        String reason = decision.reason() == null ? "no reason given" : decision.reason();
        return MessageError.of(ErrorCode.RESOLVED, "An operator resolved it as " + verdict + ": " + reason);
    }
}
