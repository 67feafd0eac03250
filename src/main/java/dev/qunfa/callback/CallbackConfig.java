package dev.qunfa.callback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The callback endpoint. */
@ConfigMapping(prefix = "qunfa.callback")
public interface CallbackConfig {
    /**
     * The longest time from a callback's first byte to its answer; beyond, it is 503. The platform takes an answer after
     * about five seconds for none.
     */
    @WithDefault("4s")
    Duration timeout();

    /**
     * Most bytes of callbacks' bodies that are held at once, beside the first 8 KiB of each; a longer body for which there is no
     * room is answered 503.
     */
    @WithDefault("8388608")
    long maxBytesInHand();
}
