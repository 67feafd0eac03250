package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.Seed;
import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.SendRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** L4: one request that the database refuses costs itself. */
class RefusingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Stored TAKEN = new Stored.Conflicting();

    private final List<String> stored = new ArrayList<>();
    private final Refusing refusing = new Refusing(this::store);
    private Set<String> poison = Set.of();
    private String sqlState = "23514";

    @Test
    void whatTheDatabaseRefusesStandsAlone() {
        poison = Set.of("m3", "m7");

        List<Stored> results = store(0, 10);

        assertThat(stored).containsExactly("m0", "m1", "m2", "m4", "m5", "m6", "m8", "m9");
        assertThat(IntStream.range(0, 10).filter(i -> results.get(i).equals(new Stored.Refused("23514"))))
                .containsExactly(3, 7);
    }

    @Test
    void aRequestThatIsRefusedAloneIsRefused() {
        poison = Set.of("m0");

        assertThat(store(0, 1)).containsExactly(new Stored.Refused("23514"));
    }

    @Test
    void aDatabaseThatRefusesEverythingIsNoFaultOfTheRequests() {
        poison = Set.of("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11");
        for (int i = 0; i < Refusing.MOST_IN_A_ROW; i++) {
            store(i, i + 1);
        }

        assertThatThrownBy(() -> store(10, 11)).isInstanceOf(PgException.class);
        assertThatThrownBy(() -> store(0, 12)).isInstanceOf(PgException.class);
        store(12, 13);
        assertThat(store(10, 11)).containsExactly(new Stored.Refused("23514"));
    }

    @Test
    void anythingElseFailsTheBatch() {
        poison = Set.of("m1");
        sqlState = "57014";

        assertThatThrownBy(() -> store(0, 3)).isInstanceOf(PgException.class);
        assertThat(stored).isEmpty();
    }

    private List<Stored> store(int from, int to) {
        return refusing.store(IntStream.range(from, to)
                        .mapToObj(i -> arrival("m" + i))
                        .toList())
                .await()
                .atMost(PATIENCE);
    }

    private Uni<List<Stored>> store(List<Arrival> arrivals) {
        List<String> ids =
                arrivals.stream().map(arrival -> arrival.request().msgId()).toList();
        if (ids.stream().anyMatch(poison::contains)) {
            return Uni.createFrom().failure(new PgException("refused", "ERROR", sqlState, ""));
        }
        stored.addAll(ids);
        return Uni.createFrom().item(ids.stream().map(id -> TAKEN).toList());
    }

    private static Arrival arrival(String msgId) {
        return new Arrival(
                new SendRequest(
                        msgId,
                        Seed.TARGET,
                        Schedule.ANY_TIME,
                        List.of(),
                        null,
                        new SendRequest.Payload(new byte[0], new byte[32])),
                List.of(),
                new RecordOrigin(0, 0),
                null);
    }
}
