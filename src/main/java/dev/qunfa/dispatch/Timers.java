package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.lifecycle.Windows;
import dev.qunfa.store.Applied;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
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
    /**
     * Were woken, or are just being woken, and are not in their lanes yet, with their partitions; what fails half-way is not
     * forgotten.
     */
    private final Map<String, Integer> woken = new ConcurrentHashMap<>();

    private volatile IntConsumer onFenced = partition -> {};
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
        schedule(vertx, config.timerInterval());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** @param listener told of partitions that another replica serves by now, on any thread, as long as something is due there */
    void onFenced(IntConsumer listener) {
        onFenced = listener;
    }

    private void schedule(Vertx vertx, Duration pause) {
        vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> look().subscribe()
                .with(fired -> succeeded(vertx, fired), failure -> failed(failure, vertx)));
    }

    /** A full set means that more is due: the next look follows at once. */
    private void succeeded(Vertx vertx, int fired) {
        failing = false;
        again(vertx, fired < config.timerBatch() ? config.timerInterval() : Duration.ZERO);
    }

    private void failed(Throwable failure, Vertx vertx) {
        complain(failure);
        again(vertx, config.timerInterval());
    }

    private void again(Vertx vertx, Duration pause) {
        if (!stopped) {
            schedule(vertx, pause);
        }
    }

    /** The greater number of those that fired in one set. */
    private Uni<Integer> look() {
        Instant now = clock.instant();
        return backlog.due(now, config.timerBatch()).call(due -> fire(due, now)).chain(due -> wake(now)
                .map(awake -> Math.max(due.size(), awake.size())));
    }

    /** What was being woken when a look failed is fired once more: after that, nothing of it is still under way. */
    private Uni<Map<String, Integer>> wake(Instant now) {
        return backlog.awaking(now, Math.min(config.timerBatch(), dispatcher.room()))
                .invoke(woken::putAll)
                .call(() -> fire(woken, now))
                .call(this::admit);
    }

    /** Ends when all of them have ended, well or not. */
    private Uni<Void> fire(Map<String, Integer> partitions, Instant now) {
        return Multi.createFrom()
                .iterable(List.copyOf(partitions.entrySet()))
                .onItem()
                .transformToUni(message -> fire(message.getKey(), message.getValue(), now))
                .collectFailures()
                .merge()
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Applied> fire(String msgId, int partition, Instant now) {
        return messages.apply(msgId, new Trigger.TimeReached(now, windows)).invoke(applied -> {
            if (applied instanceof Applied.Unmoved unmoved && unmoved.reason() == IgnoredReason.FENCED) {
                onFenced.accept(partition);
            }
        });
    }

    /** The lanes take those that are awake now; room was made sure of before, so nobody waits for it. */
    private Uni<Void> admit() {
        if (woken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return backlog.queued(List.copyOf(woken.keySet()))
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
