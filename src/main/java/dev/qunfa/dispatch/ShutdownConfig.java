package dev.qunfa.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the service stops. */
@ConfigMapping(prefix = "qunfa.shutdown")
public interface ShutdownConfig {
    /** How long what is on the wire may take to end, and its outcome to be stored. */
    @WithDefault("20s")
    Duration timeout();
}
