package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final RetryConfig CONFIG = new RetryConfig() {
        @Override
        public int maxAttempts() {
            return 1_000;
        }

        @Override
        public Duration initialBackoff() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration maxBackoff() {
            return Duration.ofSeconds(60);
        }
    };

    @Property
    void thePauseIsJitteredAndDoublesUpToItsBound(
            @ForAll @IntRange(min = 1, max = 999) int attempt, @ForAll long seed) {
        Instant next = new RetryPolicy(CONFIG, new Random(seed))
                .next(attempt, null, NOW)
                .orElseThrow();

        long longest = (long) Math.min(60_000, 1_000 * Math.pow(2, attempt - 1));
        assertThat(next).isBetween(NOW, NOW.plusMillis(longest));
    }

    @Test
    void theWholePauseIsUsed() {
        RetryPolicy policy = new RetryPolicy(CONFIG, new Random(7));
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 1_000; i++) {
            long pause = Duration.between(NOW, policy.next(3, null, NOW).orElseThrow())
                    .toMillis();
            shortest = Math.min(shortest, pause);
            longest = Math.max(longest, pause);
        }
        assertThat(shortest).isLessThan(200);
        assertThat(longest).isGreaterThan(3_800);
    }

    @Test
    void thePlatformsWishIsALowerBound() {
        RetryPolicy policy = new RetryPolicy(CONFIG, new Random(7));

        assertThat(policy.next(1, Duration.ofMinutes(5), NOW)).contains(NOW.plus(Duration.ofMinutes(5)));
        assertThat(policy.next(20, Duration.ZERO, NOW).orElseThrow()).isAfterOrEqualTo(NOW);
    }

    @Test
    void attemptsRunOut() {
        assertThat(new RetryPolicy(CONFIG, new Random(7)).next(1_000, null, NOW))
                .isEmpty();
    }
}
