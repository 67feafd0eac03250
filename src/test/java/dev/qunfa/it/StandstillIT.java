package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendRequests;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** I11 and I12: what cannot go on is told, and holds up nothing else. Each start is out of order, by a seed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandstillIT {
    private Stage stage;

    @BeforeAll
    void setTheStage() throws Exception {
        stage = new Stage(Map.of(
                "JAVA_TOOL_OPTIONS", "-Dqunfa.test.start-disorder=4",
                // Its partitions are assigned at once when it comes back.
                "QUNFA_REQUESTS_INSTANCE_ID", "one"));
    }

    @AfterAll
    void strike() throws Exception {
        stage.close();
    }

    @Test
    void whatWaitedIsSentAfterARestartAndWhatIsPausedIsNot() throws Exception {
        stage.service.post("/api/v1/pauses", "{\"robot_id\": \"r-paused\"}");
        stage.service.terminate();
        for (int i = 0; i < 10; i++) {
            stage.send(SendRequests.text("paused-" + i).robot("r-paused").group("g-" + i), "r-paused");
            stage.send(SendRequests.text("free-" + i).robot("r-free").group("g-" + i), "r-free");
        }
        stage.flush();
        stage.service.start();

        for (int i = 0; i < 10; i++) {
            assertThat(stage.finalStatus("free-" + i)).isEqualTo("SENT");
        }
        assertThat(stage.platform.posts()).noneMatch(post -> "r-paused".equals(post.robotId()));
    }

    @Test
    void aPartitionThatCannotBeClaimedIsToldAndServedOnceItCan() throws Exception {
        stage.service.kill();
        try (Connection other = DriverManager.getConnection(
                        "jdbc:" + stage.database.url(), stage.database.user(), stage.database.password());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table partition_owner in share mode");
            stage.send(SendRequests.text("unclaimed").robot("r-1"), "r-1");
            stage.flush();
            stage.service.start();

            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.service.log().contains("Partitions are not served"));
            assertThat(stage.message("unclaimed").get("status").asText()).isEqualTo("QUEUED");
            assertThat(stage.service.get("/q/health/live").body()).contains("claiming");
            other.rollback();
        }
        assertThat(stage.finalStatus("unclaimed")).isEqualTo("SENT");
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.log().contains("All partitions are where they should be again."));
    }

    @Test
    void aBrokerThatIsDownLeavesTheServiceReadyForCallbacks() {
        stage.broker.stop();
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.log().contains("Connection to node"));
        assertThat(stage.service.isReady()).isTrue();
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .until(() -> stage.service.get("/q/health/ready").body().contains("\"connection\": \"down\""));
        assertThat(stage.service.get("/q/health/live").statusCode()).isEqualTo(200);

        stage.broker.restart();
        stage.send(SendRequests.text("after-the-broker").robot("r-2"), "r-2");
        assertThat(stage.finalStatus("after-the-broker")).isEqualTo("SENT");
    }
}
