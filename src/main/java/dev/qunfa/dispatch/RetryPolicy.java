package dev.qunfa.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When an attempt that was proved not processed is made again: after a pause that doubles from attempt to attempt, of which chance
 * takes up to a half (equal jitter), and never before the platform's own wish. Pure.
 */
final class RetryPolicy {
    private static final int MOST_DOUBLINGS = 40;

    private final RetryConfig config;
    private final Duration circuitDelay;
    private final RandomGenerator random;

    /** @param circuitDelay what waits for the platform as a whole waits no longer: an outage ends for all at once */
    RetryPolicy(RetryConfig config, Duration circuitDelay, RandomGenerator random) {
        this.config = config;
        this.circuitDelay = circuitDelay;
        this.random = random;
    }

    /**
     * The pause after an attempt that the platform answered with the wish to have the message again.
     *
     * @param answered how many of those there were, from 1
     * @param wish the platform's {@code Retry-After}, null if it has none
     * @return empty if attempts have run out
     */
    Optional<Duration> afterAnswer(int answered, Duration wish) {
        return answered >= config.maxAttempts()
                ? Optional.empty()
                : Optional.of(longer(wish, jittered(longest(answered, config.maxBackoff()))));
    }

    /**
     * The pause after an attempt that says nothing of its message.
     *
     * @param attempt the number of the attempt that just ended, from 1
     * @param wish as above
     */
    Duration afterOutage(int attempt, Duration wish) {
        Duration bound = circuitDelay.compareTo(config.maxBackoff()) < 0 ? circuitDelay : config.maxBackoff();
        return longer(wish, jittered(longest(attempt, bound)));
    }

    int maxAttempts() {
        return config.maxAttempts();
    }

    Duration maxAge() {
        return config.maxAge();
    }

    private Duration longest(int attempt, Duration bound) {
        double factor = Math.pow(2, Math.min(attempt - 1, MOST_DOUBLINGS));
        double millis = config.initialBackoff().toMillis() * factor;
        return Duration.ofMillis((long) Math.min(millis, bound.toMillis()));
    }

    private Duration jittered(Duration longest) {
        long half = longest.toMillis() / 2;
        return Duration.ofMillis(longest.toMillis() - half + random.nextLong(half + 1));
    }

    private static Duration longer(Duration wish, Duration pause) {
        return wish != null && wish.compareTo(pause) > 0 ? wish : pause;
    }
}
