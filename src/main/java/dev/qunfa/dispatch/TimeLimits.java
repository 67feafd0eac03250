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

    private static final Duration TO_STORE_AN_OUTCOME = Duration.ofSeconds(2);

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

    /**
     * How long a partition that is given away waits for what of it is in flight: as long as configured, but no shorter than an
     * attempt may take and its outcome needs to be stored; the next owner would send beside it.
     */
    Duration handOver() {
        Duration shortest = timeout.plus(TO_STORE_AN_OUTCOME);
        return dispatch.handOver().compareTo(shortest) < 0 ? shortest : dispatch.handOver();
    }

    /** How often the timers look for what is due. */
    Duration timerInterval() {
        return dispatch.timerInterval();
    }

    /** Most timers that fire in one set. */
    int timerBatch() {
        return dispatch.timerBatch();
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
