package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.lifecycle.Windows;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.MessageStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Moves what only time can move: deadlines, windows, wake-ups. The database keeps the times, so that any number of
 * messages may wait; a look every interval finds those that are due, through an index.
 */
@ApplicationScoped
class Timers {
    private static final Logger LOG = Logger.getLogger(Timers.class);

    private final Backlog backlog;
    private final MessageStore messages;
    private final Dispatcher dispatcher;
    private final DispatchConfig config;
    private final Windows windows;
    private final Clock clock;
    /** Were woken, or are just being woken, and are not in their lanes yet; what fails half-way is not forgotten. */
    private final Set<String> woken = ConcurrentHashMap.newKeySet();

    private volatile boolean stopped;
    private volatile boolean failing;

    Timers(
            Backlog backlog,
            MessageStore messages,
            Dispatcher dispatcher,
            DispatchConfig config,
            Windows windows,
            Clock clock) {
        this.backlog = backlog;
        this.messages = messages;
        this.dispatcher = dispatcher;
        this.config = config;
        this.windows = windows;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        schedule(vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void schedule(Vertx vertx) {
        vertx.setTimer(config.timerInterval().toMillis(), ignored -> look().subscribe()
                .with(done -> succeeded(vertx), failure -> failed(failure, vertx)));
    }

    private void succeeded(Vertx vertx) {
        failing = false;
        again(vertx);
    }

    private void failed(Throwable failure, Vertx vertx) {
        complain(failure);
        again(vertx);
    }

    private void again(Vertx vertx) {
        if (!stopped) {
            schedule(vertx);
        }
    }

    private Uni<Void> look() {
        Instant now = clock.instant();
        return backlog.due(now, config.timerBatch())
                .chain(due -> fire(due, now))
                .chain(this::admit)
                .chain(() -> backlog.awaking(now, Math.min(config.timerBatch(), dispatcher.room())))
                .invoke(woken::addAll)
                .chain(awaking -> fire(awaking, now))
                .chain(this::admit);
    }

    private Uni<Void> fire(List<String> msgIds, Instant now) {
        return Multi.createFrom()
                .iterable(msgIds)
                .onItem()
                .transformToUniAndMerge(msgId -> messages.apply(msgId, new Trigger.TimeReached(now, windows)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The lanes take those that are awake now; room was made sure of before, so nobody waits for it. */
    private Uni<Void> admit() {
        if (woken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return backlog.queued(List.copyOf(woken))
                .invoke(awake -> dispatcher.take(awake).subscribe().with(taken -> {}, this::complain))
                .invoke(woken::clear)
                .replaceWithVoid();
    }

    private void complain(Throwable failure) {
        if (!failing) {
            LOG.warnf("The timers cannot read what is due; they go on trying. %s", failure.getMessage());
        }
        failing = true;
    }
}
