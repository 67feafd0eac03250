package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Loops;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Outage;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Pauses;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells the dispatcher what operators have paused, on whichever replica they did so: it looks when the database tells of a change,
 * and now and then in case that was not heard. What cannot be read stays as it was; before it was read once, the dispatcher sends
 * nothing. Thread-safe.
 */
@ApplicationScoped
class PauseWatch {
    private static final Logger LOG = Logger.getLogger(PauseWatch.class);
    /** The first may wait for a connection that is dead; more would take connections from everybody else. */
    private static final int MOST_LOOKS = 2;

    private final Pauses pauses;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;
    private final Loops loops;
    private final Looks<PauseSet> looks;
    private final FailureLog failures = new FailureLog(LOG);
    /** Null until they were read once. */
    private PauseSet known;

    private volatile boolean stopped;

    PauseWatch(Pauses pauses, Dispatcher dispatcher, DispatchConfig config, Loops loops) {
        this.pauses = pauses;
        this.dispatcher = dispatcher;
        this.config = config;
        this.loops = loops;
        this.looks = new Looks<>(MOST_LOOKS, this::read, this::found);
    }

    void start(@Observes @AtStep(StartStep.PAUSES) Starting event) {
        pauses.listen(this::told);
        looks.look();
        loops.repeat("pauses", config.pausePoll(), this::round);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void told() {
        if (!stopped) {
            looks.look();
        }
    }

    private Uni<Duration> round() {
        looks.lookUnlessLooking();
        return Uni.createFrom().item(config.pausePoll());
    }

    private Uni<PauseSet> read() {
        return pauses.inForce()
                .invoke(read -> failures.succeeded("The pauses can be read again."))
                .onFailure(failure -> !stopped)
                .invoke(failure -> failures.failed((known == null
                                ? "The pauses cannot be read; nothing is sent before they are known. "
                                : "The pauses cannot be read; those that are known stay in force. ")
                        + Outage.reason(failure)));
    }

    private void found(PauseSet now) {
        if (!now.equals(known)) {
            if (known != null || !now.equals(PauseSet.NONE)) {
                LOG.infof("Paused: %s", now);
            }
            dispatcher.pause(now);
            known = now;
        }
    }
}
