package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.store.OutboxState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowWaterTest {
    private final LowWater low = new LowWater();

    private static OutboxState state(long firstRunning, long next) {
        return new OutboxState(0, 0, null, firstRunning, next);
    }

    @Test
    void i7AnIdIsPassedOnlyOnceNoTransactionCanStillCommitALowerOne() {
        low.seen(100);
        low.at(state(5, 9));
        low.at(state(5, 10));
        low.looked(List.of());
        assertThat(low.get()).isEqualTo(1);

        // A transaction that was running when 100 was seen still runs.
        low.at(state(9, 20));
        low.looked(List.of());
        assertThat(low.get()).isEqualTo(1);

        low.at(state(10, 20));
        low.looked(List.of());
        assertThat(low.get()).isEqualTo(101);
    }

    @Test
    void rowsThatLiveAreNeverPassed() {
        low.seen(100);
        low.at(state(5, 9));
        low.at(state(9, 9));
        low.at(state(9, 9));

        low.looked(List.of(70L, -3L, 120L));

        assertThat(low.get()).isEqualTo(70);
    }

    @Test
    void otherPartitionsMayHaveOlderRows() {
        low.seen(100);
        low.at(state(5, 9));
        low.at(state(9, 9));
        low.at(state(9, 9));
        low.looked(List.of());

        low.reset();

        assertThat(low.get()).isZero();
    }
}
