package dev.qunfa.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
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

        @Override
        public Duration maxAge() {
            return Duration.ofHours(24);
        }
    };
    private static final Duration DELAY = Duration.ofSeconds(10);

    @Property
    void halfOfThePauseIsKeptAndItDoublesUpToItsBound(
            @ForAll @IntRange(min = 1, max = 999) int attempt, @ForAll long seed) {
        RetryPolicy policy = new RetryPolicy(CONFIG, DELAY, new Random(seed));

        long longest = (long) Math.min(60_000, 1_000 * Math.pow(2, attempt - 1));
        assertThat(policy.afterAnswer(attempt, null).orElseThrow())
                .isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
        assertThat(policy.afterOutage(attempt, null))
                .isBetween(
                        Duration.ofMillis(Math.min(longest, 10_000) / 2), Duration.ofMillis(Math.min(longest, 10_000)));
    }

    @Test
    void theWholeOtherHalfIsUsed() {
        RetryPolicy policy = new RetryPolicy(CONFIG, DELAY, new Random(7));
        List<Long> pauses = IntStream.range(0, 1_000)
                .mapToObj(i -> policy.afterAnswer(3, null).orElseThrow().toMillis())
                .sorted()
                .toList();

        assertThat(pauses.get(0)).isLessThan(2_100);
        assertThat(pauses.get(999)).isGreaterThan(3_900);
    }

    @Test
    void thePlatformsWishIsALowerBound() {
        RetryPolicy policy = new RetryPolicy(CONFIG, DELAY, new Random(7));

        assertThat(policy.afterAnswer(1, Duration.ofMinutes(5))).contains(Duration.ofMinutes(5));
        assertThat(policy.afterOutage(1, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.afterAnswer(20, Duration.ZERO).orElseThrow()).isPositive();
    }

    @Test
    void attemptsRunOutByAnswersOnly() {
        RetryPolicy policy = new RetryPolicy(CONFIG, DELAY, new Random(7));

        assertThat(policy.afterAnswer(1_000, null)).isEmpty();
        assertThat(policy.afterOutage(1_000_000, null)).isPositive();
    }
}
