package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Questions that take long take neither the connections of everything else, nor the database for long. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
@TestProfile(ReadBoundComponentTest.ShortLists.class)
class ReadBoundComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final MessageFilter ALL = new MessageFilter(Set.of(), null, "r-bound", null, null, null);

    /** A page may take two seconds. */
    public static class ShortLists implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("qunfa.store.list-timeout", "2s");
        }
    }

    @Inject
    MessageQueries queries;

    @Inject
    MessageStore messages;

    @Inject
    Seed seed;

    @Inject
    Vertx vertx;

    @Test
    void i8_however_many_ask_messages_are_changed_meanwhile() throws Exception {
        seed.store("bound-1", new Target("default", "r-bound", "g"), 1);
        List<CompletableFuture<?>> asked = new ArrayList<>();
        try (Connection database = connection()) {
            database.setAutoCommit(false);
            database.createStatement().execute("lock table message_content in access exclusive mode");
            for (int i = 0; i < 50; i++) {
                asked.add(onContext(() -> queries.contents(List.of(1L))));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> waitingForLocks(database) == 6);

            messages.apply("bound-1", new Trigger.Cancel()).await().atMost(Duration.ofSeconds(3));

            assertThat(waitingForLocks(database)).isEqualTo(6);
            database.rollback();
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_page_that_takes_too_long_is_ended_in_the_database_too() throws Exception {
        seed.store("bound-2", new Target("default", "r-bound", "g"), 1);
        try (Connection database = connection()) {
            database.setAutoCommit(false);
            database.createStatement().execute("lock table message in access exclusive mode");
            List<CompletableFuture<?>> pages = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                pages.add(onContext(() -> queries.page(ALL, Optional.empty(), 10)));
            }

            assertThatThrownBy(() -> pages.get(4).get(1, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(OverloadedException.class);
            for (CompletableFuture<?> page : pages.subList(0, 4)) {
                assertThatThrownBy(() -> page.get(10, TimeUnit.SECONDS)).hasMessageContaining("statement timeout");
            }
            assertThat(waitingForLocks(database)).isZero();
            database.rollback();
        }
        onContext(() -> queries.page(ALL, Optional.empty(), 10)).get(10, TimeUnit.SECONDS);
    }

    private <T> CompletableFuture<T> onContext(java.util.function.Supplier<Uni<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                .runOnContext(now -> question.get().subscribe().with(answer::complete, answer::completeExceptionally));
        return answer;
    }

    /** Lists and contents; the first question after a start, which nobody asked, may wait as well. */
    private static int waitingForLocks(Connection database) throws SQLException {
        try (var rows = database.createStatement()
                .executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and query ~ '(order by mr|cr)1_0'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                Backend.database().jdbcUrl(),
                Backend.database().user(),
                Backend.database().password());
    }
}
