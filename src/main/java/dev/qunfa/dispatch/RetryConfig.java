package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How attempts that were not processed are repeated. */
@ConfigMapping(prefix = "qunfa.retry")
public interface RetryConfig {
    /** Most attempts of a message. */
    @WithDefault("5")
    int maxAttempts();

    /** The longest pause after the first attempt; it doubles with each further one. */
    @WithDefault("1s")
    Duration initialBackoff();

    /** The longest pause at all, unless the platform asks for a longer one. */
    @WithDefault("60s")
    Duration maxBackoff();
}
