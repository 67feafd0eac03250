package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * POSTs of one robot to one group start in the order of their records, retries included: a message that is tried again
 * holds its place. Messages that were scheduled, in doubt or sent again for an operator have no place to hold, nor has one
 * whose attempt was interrupted for so long that it was taken for lost.
 */
final class GroupOrder implements Invariant {

    @Override
    public String name() {
        return "the order within a group";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        Map<String, MessageHistory> messages = history.messages();
        Map<String, Request> lastOfLane = new HashMap<>();
        for (Post post : history.postsInOrder()) {
            MessageHistory message = messages.get(post.msgId());
            if (message.origin().isEmpty() || !hasPlace(message, history.limits())) {
                continue;
            }
            Request request = message.origin().get();
            Request before = lastOfLane.put(request.lane(), request);
            if (before != null && isAhead(request, before)) {
                breach.accept(
                        request.msgId(),
                        "POST " + post.seq() + " (record " + request.place() + ") came after one of " + before.msgId()
                                + " (record " + before.place() + ") to the same group");
            }
        }
    }

    private static boolean isAhead(Request one, Request other) {
        return one.place().partition() == other.place().partition()
                && one.place().offset() < other.place().offset();
    }

    private static boolean hasPlace(MessageHistory message, Limits limits) {
        return message.origin().orElseThrow().notBefore() == 0
                && !message.hasEvent("in_doubt")
                && !message.mayHaveBeen("resolve resend")
                && message.posts().stream().noneMatch(post -> wasTakenForLost(post, message, limits));
    }

    /** Its replica stood still: when that told what had become of it, another had taken the group over and gone on. */
    private static boolean wasTakenForLost(Post post, MessageHistory message, Limits limits) {
        long lostAt = post.headAt() + limits.attemptMillis() + limits.graceMillis();
        return message.newEvents().stream()
                .filter(each -> each.occurredAt() > post.headAt())
                .limit(1)
                .anyMatch(each -> each.event().equals("retrying") && each.occurredAt() > lostAt);
    }
}
