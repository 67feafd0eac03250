package dev.qunfa.status;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.store.Applied;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.MessageStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** What people decide about messages; it goes through the same state machine as everything else. */
@ApplicationScoped
class Decisions {
    private final MessageStore messages;
    private final Clock clock;

    Decisions(MessageStore messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Takes a message back; done twice it is done once. Fails with a 409 if an attempt was made or it is final. */
    Uni<Void> cancel(String msgId) {
        return apply(msgId, new Trigger.Cancel()).invoke(this::checkCancelled).replaceWithVoid();
    }

    /** Decides an IN_DOUBT or UNCONFIRMED message. Fails with a 409 in any other status. */
    Uni<Void> resolve(String msgId, ResolveRequest request) {
        return apply(msgId, new Trigger.Resolve(request.outcome(), request.reason(), clock.instant()))
                .invoke(this::checkResolved)
                .replaceWithVoid();
    }

    private Uni<Applied> apply(String msgId, Trigger trigger) {
        return CallerContext.of(messages.apply(msgId, trigger)).invoke(applied -> {
            if (applied instanceof Applied.Unknown) {
                throw ProblemException.unknownMessage();
            }
        });
    }

    private void checkCancelled(Applied applied) {
        if (!(applied instanceof Applied.Unmoved unmoved) || unmoved.message().status() == MessageStatus.CANCELLED) {
            return;
        }
        Message message = unmoved.message();
        throw ProblemException.conflict(
                message.attempts() > 0
                        ? "An attempt to send it was made, so it cannot be taken back; it is " + message.status() + "."
                        : "It does not wait to be sent any more, so it cannot be taken back; it is " + message.status()
                                + ".");
    }

    private void checkResolved(Applied applied) {
        if (applied instanceof Applied.Unmoved unmoved) {
            throw ProblemException.conflict(
                    switch (unmoved.reason()) {
                        case DEADLINE_PASSED -> "Its deadline has passed, so it cannot be sent again.";
                        case RESULT_KNOWN ->
                            "One of its items has its result already, so it cannot be sent again as a whole.";
                        default ->
                            "Only a message that is IN_DOUBT or UNCONFIRMED can be resolved; it is "
                                    + unmoved.message().status() + ".";
                    });
        }
    }
}
