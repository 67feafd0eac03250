package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.util.function.BiConsumer;

/**
 * No POST starts at or after its {@code dead_line}, but for {@link Limits#CLOCK_TOLERANCE_MILLIS} and what the network
 * held up, and none before its {@code not_before}.
 */
final class InTime implements Invariant {

    @Override
    public String name() {
        return "no POST too late or too early";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        for (MessageHistory message : history.messages().values()) {
            message.origin().ifPresent(origin -> message.posts().forEach(post -> {
                long late = post.headAt() - origin.deadLine();
                if (origin.deadLine() > 0 && late >= history.delayAt(post.headAt())) {
                    breach.accept(message.msgId(), "POST " + post.seq() + " came " + late + " ms after the deadline");
                }
                checkEarly(post, origin, breach);
            }));
        }
    }

    private static void checkEarly(Post post, Request origin, BiConsumer<String, String> breach) {
        long early = origin.notBefore() - post.headAt();
        if (early > 0) {
            breach.accept(origin.msgId(), "POST " + post.seq() + " came " + early + " ms before not_before");
        }
    }
}
