package dev.qunfa.status;

import dev.qunfa.health.FailureLog;
import dev.qunfa.store.MessageQueries;
import dev.qunfa.store.Outage;
import dev.qunfa.store.Progress;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks for all quiet streams at once: one short question to the database every so often, however many streams there are, and none
 * while there are none. Thread-safe.
 */
@ApplicationScoped
class TimelineWatch {
    /** Where the answers come from. */
    interface Source {
        Uni<Map<String, Progress>> progress(Collection<String> msgIds);
    }

    /** A stream that has told all there was. */
    private record Quiet(String msgId, int seq, Runnable wake) {
        boolean isOver(Map<String, Progress> found) {
            Progress progress = found.get(msgId);
            return progress == null || progress.ended() || progress.seq() > seq;
        }
    }

    private static final Logger LOG = Logger.getLogger(TimelineWatch.class);

    private final Source source;
    private final Duration poll;
    private final Vertx vertx;
    private final FailureLog failures = new FailureLog(LOG);
    private final Set<Quiet> quiet = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    @Inject
    TimelineWatch(MessageQueries queries, ApiConfig config, Vertx vertx) {
        this(queries::progress, config.streams().poll(), vertx);
    }

    TimelineWatch(Source source, Duration poll, Vertx vertx) {
        this.source = source;
        this.poll = poll;
        this.vertx = vertx;
    }

    /**
     * @param seq of the last event that was told
     * @param wake run once, on any thread, when there is more, or when the message is final or not known any more
     * @return ends the waiting; without effect once {@code wake} ran
     */
    Runnable await(String msgId, int seq, Runnable wake) {
        Quiet stream = new Quiet(msgId, seq, wake);
        quiet.add(stream);
        lookLater();
        return () -> quiet.remove(stream);
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            vertx.setTimer(poll.toMillis(), ignored -> look());
        }
    }

    private void look() {
        List<Quiet> streams = List.copyOf(quiet);
        Uni.createFrom()
                .deferred(
                        () -> source.progress(streams.stream().map(Quiet::msgId).collect(Collectors.toSet())))
                .onTermination()
                .invoke(this::looked)
                .subscribe()
                .with(found -> tell(streams, found), this::failed);
    }

    private void looked() {
        looking.set(false);
        if (!quiet.isEmpty()) {
            lookLater();
        }
    }

    private void tell(List<Quiet> streams, Map<String, Progress> found) {
        failures.succeeded("Event streams are followed again.");
        streams.stream()
                .filter(stream -> stream.isOver(found) && quiet.remove(stream))
                .forEach(stream -> stream.wake().run());
    }

    /** The database's failures are told where more depends on it; the streams go on waiting. */
    private void failed(Throwable failure) {
        if (!Outage.isCauseOf(failure)) {
            failures.failed("Event streams cannot be followed; they go on trying. " + failure);
        }
    }
}
