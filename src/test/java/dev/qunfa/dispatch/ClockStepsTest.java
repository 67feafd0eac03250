package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockStepsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ClockSteps steps = new ClockSteps();

    @Test
    void m10AStepIsSeenOnceInEitherDirection() {
        assertThat(steps.look(NOW, 0)).isZero();
        assertThat(steps.look(NOW.plusSeconds(1).minus(Duration.ofHours(1)), seconds(1)))
                .isEqualTo(Duration.ofHours(-1));
        assertThat(steps.look(NOW.plusSeconds(2).minus(Duration.ofHours(1)), seconds(2)))
                .isZero();
        assertThat(steps.look(NOW.plusSeconds(3).plus(Duration.ofHours(1)), seconds(3)))
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void whatATimeServerSlewsIsNoStep() {
        steps.look(NOW, 0);

        assertThat(steps.look(NOW.plusSeconds(36_000).minusSeconds(18), seconds(36_000)))
                .isZero();
        assertThat(steps.look(NOW.plusSeconds(36_001).minusSeconds(18).minusMillis(900), seconds(36_001)))
                .isZero();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
