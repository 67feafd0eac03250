package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.Backend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class SessionsComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void a_factory_that_could_not_be_built_is_built_for_the_next_question() {
        AtomicBoolean busy = new AtomicBoolean(true);
        var executor = new ScheduledThreadPoolExecutor(1) {
            @Override
            public void execute(Runnable work) {
                if (busy.getAndSet(false)) {
                    throw new RejectedExecutionException("no thread to spare");
                }
                super.execute(work);
            }
        };
        Sessions sessions = new Sessions(pool, vertx, executor, null);
        try {
            assertThatThrownBy(() -> ask(sessions)).hasMessageContaining("no thread to spare");

            assertThat(ask(sessions)).isEqualTo(1);
        } finally {
            sessions.close();
            executor.shutdownNow();
        }
    }

    private static int ask(Sessions sessions) {
        return sessions.with(session -> Uni.createFrom().item(1)).await().atMost(PATIENCE);
    }
}
