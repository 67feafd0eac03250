package dev.qunfa.health;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Repeats asynchronous work until the service stops, one round after the other. A round that fails, or throws, is followed by the next;
 * one that never ends is shown by the loop's {@link Heartbeat}. Thread-safe.
 */
@ApplicationScoped
public class Loops {
    private static final Logger LOG = Logger.getLogger(Loops.class);
    private static final int BEFORE_EVERYTHING = 100;
    /** Far more than a round takes: each wait for the database is bounded by less. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final Vertx vertx;
    private final Heartbeats heartbeats;
    private volatile boolean stopping;

    Loops(Vertx vertx, Heartbeats heartbeats) {
        this.vertx = vertx;
        this.heartbeats = heartbeats;
    }

    /** A loop begins no round after this. */
    void stop(@Observes @Priority(BEFORE_EVERYTHING) ShutdownEvent event) {
        stopping = true;
    }

    /** Whether failures are no news any more: what the loops need is being closed. */
    public boolean areStopping() {
        return stopping;
    }

    /**
     * Begins a loop.
     *
     * @param name of its heartbeat
     * @param pause before the first round, and after one that failed
     * @param round the work, and how long to pause after it; it logs its failures itself
     * @return its heartbeat, for a round that may take long and beats meanwhile
     */
    public Heartbeat repeat(String name, Duration pause, Supplier<Uni<Duration>> round) {
        Heartbeat heartbeat = heartbeats.register(name, SILENCE.plus(pause));
        new Loop(heartbeat, pause, round).schedule(pause);
        return heartbeat;
    }

    private final class Loop {
        private final Heartbeat heartbeat;
        private final Duration pauseAfterFailure;
        private final Supplier<Uni<Duration>> round;

        private Loop(Heartbeat heartbeat, Duration pauseAfterFailure, Supplier<Uni<Duration>> round) {
            this.heartbeat = heartbeat;
            this.pauseAfterFailure = pauseAfterFailure;
            this.round = round;
        }

        private void schedule(Duration pause) {
            if (stopping) {
                heartbeat.stop();
            } else {
                vertx.setTimer(Math.max(1, pause.toMillis()), timer -> goRound());
            }
        }

        private void goRound() {
            Uni.createFrom().<Duration>deferred(round::get).subscribe().with(this::goOn, failure -> {
                LOG.debugf("A round of the loop '%s' failed: %s", heartbeat.name(), failure);
                goOn(pauseAfterFailure);
            });
        }

        private void goOn(Duration pause) {
            heartbeat.beat();
            schedule(pause);
        }
    }
}
