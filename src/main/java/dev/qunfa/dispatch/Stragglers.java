package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Loops;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.Outage;
import dev.qunfa.store.RecordOrigin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The net below the lanes: looks now and then whether a message waits in the database and in no lane, and takes it in. There
 * should be none; one that is found is told in the log, because it is a mistake of this service. Each look reads the next few of those
 * that wait and goes on from there with the next look, so that it costs the same however many they are.
 */
@ApplicationScoped
class Stragglers {
    private static final Logger LOG = Logger.getLogger(Stragglers.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** What is younger may be on its way into its lane. */
    private static final Duration AGE = Duration.ofSeconds(15);

    private static final int MOST = 500;
    private static final RecordOrigin BEGINNING = new RecordOrigin(-1, -1);

    private final Backlog backlog;
    private final Dispatcher dispatcher;
    private final Clock clock;
    private final Loops loops;
    private final FailureLog failures = new FailureLog(LOG);
    private volatile RecordOrigin lastLooked = BEGINNING;

    Stragglers(Backlog backlog, Dispatcher dispatcher, Clock clock, Loops loops) {
        this.backlog = backlog;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.loops = loops;
    }

    void start(@Observes @AtStep(StartStep.HOUSEKEEPING) Starting event) {
        loops.repeat(
                "stragglers",
                INTERVAL,
                () -> backlog.isReady()
                        ? look().replaceWith(INTERVAL)
                        : Uni.createFrom().item(INTERVAL));
    }

    /** The messages that were found and taken in; a database that does not answer is asked at the next look. */
    Uni<List<String>> look() {
        return backlog.waitingSince(clock.instant().minus(AGE), lastLooked, MOST)
                .invoke(waiting -> lastLooked = waiting.last().orElse(BEGINNING))
                .chain(waiting -> dispatcher.missing(waiting.partitions()))
                .call(missing -> missing.isEmpty() ? Uni.createFrom().voidItem() : takeIn(missing))
                .invoke(missing -> failures.succeeded("What waits in no lane can be looked for again."))
                .onFailure()
                .invoke(failure -> failures.failed(
                        "What waits in no lane cannot be looked for; trying again. " + Outage.reason(failure)));
    }

    private Uni<Void> takeIn(List<String> missing) {
        return backlog.queued(missing)
                .invoke(found -> found.forEach(message -> LOG.warnf(
                        "Message %s waited in the database and in no lane; it is taken in now. Please report this.",
                        message.msgId())))
                .chain(dispatcher::take);
    }
}
