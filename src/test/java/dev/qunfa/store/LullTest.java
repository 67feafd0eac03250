package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LullTest {
    private static final Duration LITTLE = Duration.ofMillis(500);

    @Test
    void an_interval_with_little_use_of_the_processor_is_one() {
        Lull lull = new Lull(Duration.ofMillis(2_200), LITTLE, 60);

        assertThat(lull.after(Duration.ofMillis(2_699))).isTrue();
    }

    @Test
    void what_was_used_before_the_interval_does_not_count() {
        Lull lull = new Lull(Duration.ofMillis(2_200), LITTLE, 60);

        assertThat(lull.after(Duration.ofMillis(3_900))).isFalse();
        assertThat(lull.after(Duration.ofMillis(4_400))).isFalse();
        assertThat(lull.after(Duration.ofMillis(4_899))).isTrue();
    }

    @Test
    void a_process_that_is_never_quiet_has_one_when_patience_ends() {
        Lull lull = new Lull(Duration.ZERO, LITTLE, 3);

        assertThat(lull.after(Duration.ofSeconds(1))).isFalse();
        assertThat(lull.after(Duration.ofSeconds(2))).isFalse();
        assertThat(lull.after(Duration.ofSeconds(3))).isTrue();
    }
}
