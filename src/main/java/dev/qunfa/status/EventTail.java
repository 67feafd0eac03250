package dev.qunfa.status;

import dev.qunfa.lifecycle.StatusEvent;
import dev.qunfa.store.Outage;
import dev.qunfa.store.Timeline;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Follows the timeline of one message until it is final, and shows in between that it is alive. When all there is has been told,
 * {@link TimelineWatch} says when there is more. A reader that does not read stops the looking, so nothing piles up.
 *
 * <p>Runs on the Vert.x context that starts it. A failing look is repeated: the database may come back.
 */
final class EventTail {
    /** What a stream tells. */
    sealed interface Signal {}

    /** An event of the timeline. */
    record Happened(StatusEvent event) implements Signal {}

    /** Nothing new; the connection lives. */
    record Alive() implements Signal {}

    /** Where the events come from. */
    interface Source {
        Uni<Optional<Timeline>> after(int seq, int limit);
    }

    /** Waits for news. */
    interface Quietness {
        /** @return ends the waiting */
        Runnable await(int seq, Runnable wake);
    }

    private static final Logger LOG = Logger.getLogger(EventTail.class);
    private static final int PAGE = 100;

    private final Source source;
    private final Quietness quietness;
    private final ApiConfig.Streams config;
    private final Vertx vertx;
    private MultiEmitter<? super Signal> reader;
    private Context context;
    private int seq;
    private long heartbeat;
    private boolean complained;
    private Runnable stopWaiting = () -> {};

    /** @param after only events with a higher {@code seq} are told */
    EventTail(Source source, Quietness quietness, ApiConfig.Streams config, Vertx vertx, int after) {
        this.source = source;
        this.quietness = quietness;
        this.config = config;
        this.vertx = vertx;
        this.seq = after;
    }

    void start(MultiEmitter<? super Signal> emitter) {
        reader = emitter;
        context = vertx.getOrCreateContext();
        heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), ignored -> beat());
        emitter.onTermination(this::end);
        look();
    }

    private void beat() {
        if (reader.requested() > 0) {
            reader.emit(new Alive());
        }
    }

    /** On any thread; a look that is under way then ends by itself. */
    private void end() {
        vertx.cancelTimer(heartbeat);
        context.runOnContext(now -> stopWaiting.run());
    }

    private void waitForNews() {
        stopWaiting = quietness.await(seq, () -> context.runOnContext(now -> look()));
        if (reader.isCancelled()) {
            stopWaiting.run();
        }
    }

    private void lookLater() {
        vertx.setTimer(config.poll().toMillis(), ignored -> context.runOnContext(now -> look()));
    }

    private void look() {
        if (reader.isCancelled()) {
            return;
        }
        if (reader.requested() == 0) {
            lookLater();
            return;
        }
        source.after(seq, PAGE).subscribe().with(this::tell, this::failed);
    }

    /** Once a stream; the database's failures are told where more depends on it. */
    private void failed(Throwable failure) {
        if (!complained && !Outage.isCauseOf(failure)) {
            complained = true;
            LOG.error("An event stream of the status API cannot be read; it goes on trying.", failure);
        }
        lookLater();
    }

    private void tell(Optional<Timeline> timeline) {
        List<StatusEvent> events = timeline.map(Timeline::events).orElse(List.of());
        events.forEach(event -> reader.emit(new Happened(event)));
        if (!events.isEmpty()) {
            seq = events.get(events.size() - 1).what().seq();
        }
        if (timeline.map(Timeline::ended).orElse(true)) {
            reader.complete();
        } else if (events.size() == PAGE) {
            look();
        } else {
            waitForNews();
        }
    }
}
