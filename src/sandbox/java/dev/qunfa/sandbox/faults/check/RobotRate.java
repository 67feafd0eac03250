package dev.qunfa.sandbox.faults.check;

import dev.qunfa.sandbox.Post;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * No window of the configured length holds more POSTs of one robot than configured, plus one for the granularity of
 * clocks. What held the first of them up made the window look shorter.
 */
final class RobotRate implements Invariant {

    @Override
    public String name() {
        return "the rate of a robot";
    }

    @Override
    public void check(History history, BiConsumer<String, String> breach) {
        if (history.limits().rateCount() == 0) {
            return;
        }
        Map<String, List<Post>> byRobot = history.postsInOrder().stream().collect(Collectors.groupingBy(Post::robotId));
        byRobot.values().forEach(posts -> check(posts, history, breach));
    }

    private static void check(List<Post> posts, History history, BiConsumer<String, String> breach) {
        int tooMany = history.limits().rateCount() + 1;
        for (int i = tooMany; i < posts.size(); i++) {
            Post first = posts.get(i - tooMany);
            Post last = posts.get(i);
            long span = last.headAt() - first.headAt();
            if (span + history.extraDelayAt(first.headAt()) < history.limits().rateMillis()) {
                breach.accept(
                        last.msgId(),
                        (tooMany + 1) + " POSTs of " + last.robotId() + " (" + first.seq() + " to " + last.seq()
                                + ") came in " + span + " ms");
            }
        }
    }
}
