package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What survives a crash of the service. */
class CrashIT {
    @Test
    void afterKillNothingIsLostAndNothingIsPostedTwice() throws Exception {
        try (Stage stage = new Stage(Map.of())) {
            Crowd crowd = new Crowd("crash-", 3);
            crowd.sendTo(stage, 1000, 50, 200);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.platform.posts().size() > 200);
            stage.service.kill();
            stage.service.start();
            stage.awaitReady();

            Awaitility.await().atMost(Stage.PATIENCE).until(() -> statuses(stage, crowd).stream()
                    .allMatch(status -> Set.of("SENT", "IN_DOUBT", "SENDING").contains(status)));
            assertThat(stage.platform.posts()).extracting(post -> post.msgId()).doesNotHaveDuplicates();
        }
    }

    private static Set<String> statuses(Stage stage, Crowd crowd) {
        return crowd.items().keySet().stream()
                .map(msgId -> stage.message(msgId).path("status").asText())
                .collect(Collectors.toSet());
    }
}
