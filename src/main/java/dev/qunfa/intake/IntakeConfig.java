package dev.qunfa.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The requests topic. */
@ConfigMapping(prefix = "qunfa.requests")
public interface IntakeConfig {
    /** Its name. */
    @WithDefault("qunfa.requests")
    String topic();

    /** Whether records that are not keyed by their robot are published once more, keyed right. */
    @WithDefault("true")
    boolean reroute();

    /** First and longest pause between two tries to store or forward a batch. */
    @WithDefault("100ms")
    Duration retryInitial();

    @WithDefault("5s")
    Duration retryMax();
}
