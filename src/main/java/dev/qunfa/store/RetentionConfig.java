package dev.qunfa.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "qunfa.retention")
public interface RetentionConfig {
    /** Finished messages with their timelines, from their last change on. */
    @WithParentName
    @WithDefault("30d")
    Duration messages();

    /** What finished messages said; an UNCONFIRMED one keeps it, because an operator may send it again. */
    @WithDefault("7d")
    Duration content();

    /** Callbacks whose message never turned up. */
    @WithDefault("1d")
    Duration orphans();

    /** How often what is old enough is looked for. */
    @WithDefault("1m")
    Duration interval();
}
