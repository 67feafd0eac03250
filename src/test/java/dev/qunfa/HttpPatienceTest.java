package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpPatienceTest {
    @Test
    void aConnectionIsKeptForAsLongAsTheSlowestAnswerMayTake() {
        assertThat(HttpPatience.silence(Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofSeconds(15)))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(HttpPatience.silence(Duration.ofMinutes(2), Duration.ofSeconds(4), Duration.ofSeconds(15)))
                .isEqualTo(Duration.ofSeconds(125));
    }
}
