package dev.qunfa.results;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The results topic and its relay. */
@ConfigMapping(prefix = "qunfa.results")
public interface ResultsConfig {
    /** The topic's name. */
    @WithDefault("qunfa.results")
    String topic();

    /** The CloudEvents source of every event. */
    @WithDefault("/qunfa")
    String source();

    /** Whether a {@code queued} event is told of every stored message. */
    @WithDefault("false")
    boolean queuedEvent();

    /** Most events that are on their way to the broker at once. */
    @WithDefault("500")
    int batch();

    /** How often the relay looks for events that another replica committed without its being told; less often when all is quiet. */
    @WithDefault("200ms")
    Duration poll();

    /** Pause after the broker or the database failed. */
    @WithDefault("1s")
    Duration pauseAfterFailure();

    /** How long a stopping service goes on publishing what is in the outbox. */
    @WithDefault("5s")
    Duration flush();
}
