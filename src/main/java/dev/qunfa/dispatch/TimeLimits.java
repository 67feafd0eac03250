package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Windows;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long states may last: the configured windows. */
@ApplicationScoped
class TimeLimits {
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

    private final InDoubtConfig inDoubt;
    private final ConfirmationConfig confirmation;
    private final DispatchConfig dispatch;
    private final RetryConfig retry;
    private final Duration timeout;

    TimeLimits(
            InDoubtConfig inDoubt,
            ConfirmationConfig confirmation,
            DispatchConfig dispatch,
            RetryConfig retry,
            @ConfigProperty(name = "qunfa.platform.timeout", defaultValue = "10s") Duration timeout) {
        this.inDoubt = inDoubt;
        this.confirmation = confirmation;
        this.dispatch = dispatch;
        this.retry = retry;
        this.timeout = timeout;
    }

    @Produces
    @Singleton
    Windows windows() {
        boolean resend = inDoubt.policy() == InDoubtConfig.Policy.RESEND;
        return new Windows(
                timeout.plus(dispatch.attemptGrace()),
                inDoubt.window(),
                confirmation.window(),
                resend ? retry.maxAttempts() : 0);
    }
}
