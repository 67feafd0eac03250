package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A message is POSTed again only after the platform has said that it did nothing with it (429, 503, a refused token), or
 * because an operator, or the policy, asked for it.
 */
final class NoSilentResend implements Invariant {

    @Override
    public String name() {
        return "no silent second POST";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        for (MessageHistory message : history.messages().values()) {
            long unproved = unproved(message.posts());
            long excused = excused(message, history.limits());
            if (unproved > excused) {
                breach.accept(
                        message.msgId(),
                        unproved + " POSTs followed one that may have been processed, and " + excused
                                + " of them were asked for");
            }
        }
    }

    private static long unproved(List<Post> posts) {
        return posts.stream()
                .limit(Math.max(0, posts.size() - 1))
                .filter(each -> !MessageHistory.isProvedNotProcessed(each))
                .count();
    }

    private static long excused(MessageHistory message, Limits limits) {
        long byOperator = message.decisions().stream()
                .filter(each -> each.what().equals("resolve resend") && each.mayHold())
                .count();
        long byPolicy = message.newEvents().stream()
                .filter(each -> each.event().equals("retrying") && "OUTCOME_UNKNOWN".equals(each.errorCode()))
                .count();
        return byOperator + (limits.resends() ? byPolicy : 0);
    }
}
