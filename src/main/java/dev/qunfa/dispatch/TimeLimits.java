package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long states may last: the configured windows. */
final class TimeLimits {
    /** Beyond the attempt's own time-out: its outcome is on its way into the store. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private TimeLimits() {}

    /** What happens to a message that may or may not have been sent. */
    @ConfigMapping(prefix = "qunfa.in-doubt")
    public interface InDoubtConfig {
        /** How long a message waits in IN_DOUBT for a callback. */
        @WithDefault("5m")
        Duration window();

        /** What the window's end does. */
        @WithDefault("await")
        Policy policy();

        /** What the end of the in-doubt window does. */
        enum Policy {
            /** The message becomes UNCONFIRMED; a late callback still corrects it. */
            AWAIT,
            /** The message is sent again under the same {@code msg_id}. */
            RESEND
        }
    }

    /** How long callbacks may take. */
    @ConfigMapping(prefix = "qunfa.confirmation")
    public interface ConfirmationConfig {
        /** From acceptance on. */
        @WithDefault("30m")
        Duration window();
    }

    @Produces
    @Singleton
    static Windows windows(
            InDoubtConfig inDoubt,
            ConfirmationConfig confirmation,
            @ConfigProperty(name = "qunfa.platform.timeout", defaultValue = "10s") Duration timeout,
            @ConfigProperty(name = "qunfa.retry.max-attempts", defaultValue = "5") int maxAttempts) {
        boolean resend = inDoubt.policy() == InDoubtConfig.Policy.RESEND;
        return new Windows(timeout.plus(GRACE), inDoubt.window(), confirmation.window(), resend ? maxAttempts : 0);
    }
}
