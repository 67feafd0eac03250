package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LullTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int COMMITS = 7;

    private final Lull lull = new Lull(START, START.plus(SECOND), COMMITS);

    @Test
    void itLastsUntilSomethingIsDue() {
        assertThat(lull.lasts(START, COMMITS)).isTrue();
        assertThat(lull.lasts(START.plus(SECOND).minusNanos(1), COMMITS)).isTrue();
        assertThat(lull.lasts(START.plus(SECOND), COMMITS)).isFalse();
    }

    @Test
    void whatIsCommittedMeanwhileEndsIt() {
        assertThat(lull.lasts(START, COMMITS + 1)).isFalse();
    }

    @Test
    void aClockThatIsPutBackEndsIt() {
        assertThat(lull.lasts(START.minus(Duration.ofMinutes(10)), COMMITS)).isFalse();
    }

    @Test
    void thereIsNoneAtFirst() {
        assertThat(Lull.NONE.lasts(START, 0)).isFalse();
    }
}
