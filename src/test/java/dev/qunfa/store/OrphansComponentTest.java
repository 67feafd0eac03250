package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.Backend;
import dev.qunfa.Seed;
import dev.qunfa.lifecycle.Trigger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backend.class)
class OrphansComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Orphans orphans;

    @Inject
    Database database;

    @Inject
    Clock clock;

    /** The bound counts ids: each that a repetition used up would push out a callback of another message. */
    @Test
    void i8_a_repeated_callback_takes_no_place_from_others() {
        keep("first");
        for (int i = 0; i < 20; i++) {
            keep("first");
        }
        keep("second");

        assertThat(id("second") - id("first")).isEqualTo(1);
    }

    private void keep(String msgId) {
        orphans.keep(new Orphan(msgId, new Trigger.ItemReported(Seed.TARGET, 1, true, null, clock.instant())))
                .await()
                .atMost(PATIENCE);
    }

    private long id(String msgId) {
        return database.execute("select id from orphan_callback where msg_id = $1", Tuple.of(msgId))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
