package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A POST of one robot to one group starts after the one before it was answered, given up, or had its time. Where the
 * connection was dropped, the drop and the next POST come on different ways, so one may overtake the other a little.
 */
final class NoOverlap implements Invariant {

    @Override
    public String name() {
        return "no overlap within a group";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        Map<String, Post> lastOfLane = new HashMap<>();
        for (Post post : history.postsInOrder()) {
            Post before = lastOfLane.put(post.robotId() + " → " + post.groupId(), post);
            if (before != null && post.headAt() < endOf(before, history)) {
                breach.accept(
                        post.msgId(),
                        "POST " + post.seq() + " came " + (endOf(before, history) - post.headAt())
                                + " ms before POST " + before.seq() + " (" + before.msgId()
                                + ") to the same group had ended");
            }
        }
    }

    private static long endOf(Post post, History history) {
        long timedOut = post.headAt() + history.limits().attemptMillis() - history.delayAt(post.headAt());
        if (post.answeredAt() == 0) {
            return timedOut;
        }
        return Math.min(timedOut, post.answeredAt() - (post.abandoned() ? Limits.CLOCK_TOLERANCE_MILLIS : 0));
    }
}
