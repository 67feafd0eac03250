package dev.qunfa.dispatch;

import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Pauses;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Tells the dispatcher what operators have paused, on whichever replica they did so: it looks when the database tells of a change,
 * and now and then in case that was not heard. What cannot be read stays as it was.
 */
@ApplicationScoped
class PauseWatch {
    private static final Logger LOG = Logger.getLogger(PauseWatch.class);

    private final Pauses pauses;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile PauseSet known = PauseSet.NONE;
    private volatile boolean stopped;

    PauseWatch(Pauses pauses, Dispatcher dispatcher, DispatchConfig config) {
        this.pauses = pauses;
        this.dispatcher = dispatcher;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        pauses.listen(this::look);
        vertx.setPeriodic(config.pausePoll().toMillis(), timer -> look());
        look();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /**
     * One look at a time, so that a later one tells of later; one more follows if it was wanted meanwhile. One that is not answered
     * is given up: the connection that it waits for may be dead.
     */
    private void look() {
        if (!stopped && wanted.getAndIncrement() == 0) {
            pauses.inForce()
                    .ifNoItem()
                    .after(config.pausePoll())
                    .fail()
                    .invoke(this::heard)
                    .subscribe()
                    .with(heard -> ended(), failure -> ended());
        }
    }

    private void heard(PauseSet now) {
        if (!now.equals(known)) {
            LOG.infof("Paused: %s", now);
            known = now;
            dispatcher.pause(now);
        }
    }

    private void ended() {
        if (wanted.getAndSet(0) > 1) {
            look();
        }
    }
}
