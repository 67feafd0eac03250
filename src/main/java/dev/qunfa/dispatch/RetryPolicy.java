package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When an attempt that was proved not processed is made again: after a pause that doubles from attempt to attempt, of which chance
 * takes a part (full jitter: anything from nothing to the whole pause), and never before the platform's own wish.
 */
final class RetryPolicy {
    private static final int MOST_DOUBLINGS = 40;

    private final RetryConfig config;
    private final RandomGenerator random;

    RetryPolicy(RetryConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * @param attempt the number of the attempt that just ended, from 1
     * @param wish the platform's {@code Retry-After}, null if it has none
     * @return empty if attempts have run out
     */
    Optional<Instant> next(int attempt, Duration wish, Instant now) {
        if (attempt >= config.maxAttempts()) {
            return Optional.empty();
        }
        Duration pause = jittered(longest(attempt));
        return Optional.of(now.plus(wish != null && wish.compareTo(pause) > 0 ? wish : pause));
    }

    int maxAttempts() {
        return config.maxAttempts();
    }

    private Duration longest(int attempt) {
        double factor = Math.pow(2, Math.min(attempt - 1, MOST_DOUBLINGS));
        double millis = config.initialBackoff().toMillis() * factor;
        return Duration.ofMillis((long) Math.min(millis, config.maxBackoff().toMillis()));
    }

    private Duration jittered(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }
}
