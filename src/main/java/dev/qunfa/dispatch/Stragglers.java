package dev.qunfa.dispatch;

import dev.qunfa.store.Backlog;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The net below the lanes: looks now and then whether a message waits in the database and in no lane, and takes it in. There
 * should be none; one that is found is told in the log, because it is a mistake of this service. While many messages wait
 * there is no look: it would read them all.
 */
@ApplicationScoped
class Stragglers {
    private static final Logger LOG = Logger.getLogger(Stragglers.class);
    private static final long INTERVAL_MS = 10_000;
    /** What is younger may be on its way into its lane. */
    private static final Duration AGE = Duration.ofSeconds(15);

    private static final int MOST = 500;

    private final Backlog backlog;
    private final Dispatcher dispatcher;
    private final Clock clock;

    Stragglers(Backlog backlog, Dispatcher dispatcher, Clock clock) {
        this.backlog = backlog;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(INTERVAL_MS, timer -> look().subscribe().with(found -> {}, failure -> {}));
    }

    /** The messages that were found and taken in; a database that does not answer is asked at the next look. */
    Uni<List<String>> look() {
        if (dispatcher.load().waiting() >= MOST) {
            return Uni.createFrom().item(List.of());
        }
        return backlog.waitingSince(clock.instant().minus(AGE), MOST)
                .chain(dispatcher::missing)
                .call(missing -> missing.isEmpty() ? Uni.createFrom().voidItem() : takeIn(missing));
    }

    private Uni<Void> takeIn(List<String> missing) {
        return backlog.queued(missing)
                .invoke(found -> found.forEach(message -> LOG.warnf(
                        "Message %s waited in the database and in no lane; it is taken in now. Please report this.",
                        message.msgId())))
                .chain(dispatcher::take);
    }
}
