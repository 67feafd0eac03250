package dev.qunfa.callback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What becomes of callbacks that are no result of an item. */
@ConfigMapping(prefix = "qunfa.platform-events")
public interface PlatformEventsConfig {
    /** Whether they are published, decrypted. */
    @WithDefault("false")
    boolean enabled();

    /** Where. */
    @WithDefault("qunfa.platform-events")
    String topic();
}
