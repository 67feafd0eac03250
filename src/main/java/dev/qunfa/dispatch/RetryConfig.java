package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How attempts that were not processed are repeated. */
@ConfigMapping(prefix = "qunfa.retry")
public interface RetryConfig {
    /** Most attempts of a message that the platform answered with the wish to have it again; others do not count. */
    @WithDefault("5")
    int maxAttempts();

    /** The longest pause after the first attempt; it doubles with each further one. At least half of it is always kept. */
    @WithDefault("1s")
    Duration initialBackoff();

    /** The longest pause at all, unless the platform asks for a longer one. */
    @WithDefault("60s")
    Duration maxBackoff();

    /**
     * How long a message without a deadline is tried while the platform is away: from its first attempt that said so, or from when
     * an open circuit first held it at the head of its lane. Then one last attempt decides.
     */
    @WithDefault("24h")
    Duration maxAge();
}
