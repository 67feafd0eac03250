package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.time.Instant;
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
        Map<String, Turn> lastOfLane = new HashMap<>();
        for (Post post : history.postsInOrder()) {
            MessageHistory message = messages.get(post.msgId());
            if (message.origin().isEmpty() || !hasPlace(message, history)) {
                continue;
            }
            Turn turn = new Turn(post, message.origin().get());
            Turn before = lastOfLane.put(turn.request().lane(), turn);
            if (before != null && turn.isAheadOf(before)) {
                breach.accept(post.msgId(), turn + " came after " + before + " to the same group");
            }
        }
    }

    private record Turn(Post post, Request request) {
        boolean isAheadOf(Turn other) {
            return request.place().partition() == other.request.place().partition()
                    && request.place().offset() < other.request.place().offset();
        }

        @Override
        public String toString() {
            return "POST " + post.seq() + " of " + post.msgId() + " (record " + request.place() + ", "
                    + Instant.ofEpochMilli(post.headAt()) + ")";
        }
    }

    private static boolean hasPlace(MessageHistory message, History history) {
        return message.origin().orElseThrow().notBefore() == 0
                && !message.hasEvent("in_doubt")
                && !message.mayHaveBeen("resolve resend")
                && message.posts().stream().noneMatch(post -> wasTakenForLost(post, message, history.limits()))
                && !wasInterrupted(message, history);
    }

    /** Its replica stood still: when that told what had become of it, another had taken the group over and gone on. */
    private static boolean wasTakenForLost(Post post, MessageHistory message, Limits limits) {
        long lostAt = post.headAt() + limits.lostAfterMillis();
        return message.newEvents().stream()
                .filter(each -> each.occurredAt() > post.headAt())
                .limit(1)
                .anyMatch(each -> each.event().equals("retrying") && each.occurredAt() > lostAt);
    }

    /** The same before the POST: of such an attempt the platform has seen nothing. */
    private static boolean wasInterrupted(MessageHistory message, History history) {
        long lost = history.limits().lostAfterMillis();
        long before = 0;
        for (Event event : message.newEvents()) {
            boolean wasPosted = message.isPostedBetween(before, event.occurredAt());
            before = event.occurredAt();
            if (event.event().equals("retrying")
                    && !wasPosted
                    && history.moments().stream().anyMatch(each -> each.isStandstillBefore(event.occurredAt(), lost))) {
                return true;
            }
        }
        return false;
    }
}
