package dev.qunfa.status;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The status API. */
@ConfigMapping(prefix = "qunfa.api")
public interface ApiConfig {
    /** Whether messages are shown with their content. */
    @WithDefault("false")
    boolean exposeContent();

    /** The longest time an answer may take; beyond, it is 503. */
    @WithDefault("10s")
    Duration timeout();

    /** Event streams. */
    Streams streams();

    /** Bounds of event streams. */
    interface Streams {
        /** Most of them at once in this replica; more are answered 503. */
        @WithDefault("200")
        int max();

        /** How often a stream looks for events that were committed, on whichever replica. */
        @WithDefault("250ms")
        Duration poll();

        /** How often a comment shows that the connection lives. */
        @WithDefault("15s")
        Duration heartbeat();
    }
}
