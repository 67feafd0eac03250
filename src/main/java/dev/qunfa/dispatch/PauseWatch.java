package dev.qunfa.dispatch;

import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Pauses;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Tells the dispatcher what operators have paused, on whichever replica they did so: it looks when the database tells of a change,
 * and now and then in case that was not heard. What cannot be read stays as it was. Thread-safe.
 */
@ApplicationScoped
class PauseWatch {
    private static final Logger LOG = Logger.getLogger(PauseWatch.class);
    /** The first may wait for a connection that is dead; more would take connections from everybody else. */
    private static final int MOST_LOOKS = 2;

    private final Pauses pauses;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;
    private final Looks<PauseSet> looks;
    private PauseSet known = PauseSet.NONE;
    private volatile boolean stopped;

    PauseWatch(Pauses pauses, Dispatcher dispatcher, DispatchConfig config) {
        this.pauses = pauses;
        this.dispatcher = dispatcher;
        this.config = config;
        this.looks = new Looks<>(MOST_LOOKS, pauses::inForce, this::found);
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        pauses.listen(this::told);
        vertx.setPeriodic(config.pausePoll().toMillis(), timer -> lookAgain());
        lookAgain();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void told() {
        if (!stopped) {
            looks.look();
        }
    }

    private void lookAgain() {
        if (!stopped) {
            looks.lookUnlessLooking();
        }
    }

    private void found(PauseSet now) {
        if (!now.equals(known)) {
            LOG.infof("Paused: %s", now);
            dispatcher.pause(now);
            known = now;
        }
    }
}
