package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.sandbox.Post;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What survives a crash of the service. */
class CrashIT {
    /** What the crash interrupted is in doubt once its time is over; until then it is SENDING. */
    private static final Set<String> INTERRUPTED = Set.of("SENDING", "IN_DOUBT");

    /** Callbacks that the platform gave up while the service was away leave a message ACCEPTED. */
    private static final Set<String> POSTED = Set.of("ACCEPTED", "SENT");

    @Test
    void i1I2AfterKillNothingIsLostAndNothingIsPostedTwice() throws Exception {
        try (Stage stage = new Stage(Map.of())) {
            Crowd crowd = new Crowd("crash-", 3);
            crowd.sendTo(stage, 1000, 50, 200);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.platform.posts().size() > 200);
            stage.service.kill();
            stage.service.start();
            stage.awaitReady();

            Awaitility.await().atMost(Stage.PATIENCE).until(() -> statuses(stage, crowd).values().stream()
                    .allMatch(status -> POSTED.contains(status) || INTERRUPTED.contains(status)));
            assertThat(stage.platform.posts()).extracting(Post::msgId).doesNotHaveDuplicates();
            assertThat(stage.platform.posts().stream().map(Post::msgId).toList())
                    .containsAll(whereStatusIn(POSTED, statuses(stage, crowd)));
        }
    }

    private static List<String> whereStatusIn(Set<String> wanted, Map<String, String> statuses) {
        return statuses.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> statuses(Stage stage, Crowd crowd) {
        Map<String, String> statuses = new HashMap<>();
        crowd.items()
                .keySet()
                .forEach(msgId ->
                        statuses.put(msgId, stage.message(msgId).path("status").asText()));
        return statuses;
    }
}
