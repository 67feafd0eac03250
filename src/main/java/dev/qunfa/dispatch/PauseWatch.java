package dev.qunfa.dispatch;

import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Pauses;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Tells the dispatcher what operators have paused, on whichever replica they did so. What cannot be read stays as it was. */
@ApplicationScoped
class PauseWatch {
    private static final Logger LOG = Logger.getLogger(PauseWatch.class);

    private final Pauses pauses;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;
    private volatile PauseSet known = PauseSet.NONE;
    private volatile boolean stopped;

    PauseWatch(Pauses pauses, Dispatcher dispatcher, DispatchConfig config) {
        this.pauses = pauses;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        look(vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void look(Vertx vertx) {
        pauses.inForce().subscribe().with(now -> heard(now, vertx), failure -> again(vertx));
    }

    private void heard(PauseSet now, Vertx vertx) {
        if (!now.equals(known)) {
            LOG.infof("Paused: %s", now);
            known = now;
            dispatcher.pause(now);
        }
        again(vertx);
    }

    private void again(Vertx vertx) {
        if (!stopped) {
            vertx.setTimer(config.pausePoll().toMillis(), timer -> look(vertx));
        }
    }
}
