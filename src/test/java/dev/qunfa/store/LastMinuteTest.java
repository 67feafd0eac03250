package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.AdjustableClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastMinuteTest {
    private final AdjustableClock clock = new AdjustableClock();
    private final LastMinute lastMinute = new LastMinute(clock);

    @BeforeEach
    void startInTheMiddleOfASecond() {
        clock.advance(Duration.ofMillis(500));
    }

    @Test
    void what_happened_is_counted_for_a_minute() {
        lastMinute.add(3);
        clock.advance(Duration.ofSeconds(30));
        lastMinute.add(4);

        assertThat(lastMinute.count()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(29));
        assertThat(lastMinute.count()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(1));
        assertThat(lastMinute.count()).isEqualTo(4);
        clock.advance(Duration.ofSeconds(30));
        assertThat(lastMinute.count()).isZero();
    }

    @Test
    void nothing_is_left_after_a_long_silence() {
        lastMinute.add(3);
        clock.advance(Duration.ofDays(3));

        assertThat(lastMinute.count()).isZero();
        lastMinute.add(1);
        assertThat(lastMinute.count()).isEqualTo(1);
    }

    @Test
    void a_clock_that_is_set_back_loses_nothing() {
        lastMinute.add(3);
        clock.advance(Duration.ofSeconds(-10));
        lastMinute.add(2);

        assertThat(lastMinute.count()).isEqualTo(5);
    }
}
