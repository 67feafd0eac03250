package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The circuit breaker of each app. */
@ConfigMapping(prefix = "qunfa.circuit")
public interface CircuitConfig {
    /** Consecutive failures that say that the platform is down, and open the circuit. */
    @WithDefault("20")
    int failures();

    /** How long it stays open before a probe goes out. */
    @WithDefault("10s")
    Duration delay();
}
