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
     * What has been fired, or is just being, with its partition; what fails half-way is not forgotten. Any of it may be awake
     * afterwards: when a window that has ended is fired, the message may have been queued again meanwhile.
     */
    private final Map<String, Integer> fired = new ConcurrentHashMap<>();

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
        return backlog.due(now, config.timerBatch())
                .invoke(fired::putAll)
                .chain(due -> backlog.awaking(now, Math.min(config.timerBatch(), dispatcher.room()))
                        .invoke(fired::putAll)
                        .map(awaking -> Math.max(due.size(), awaking.size())))
                .call(() -> fire(now))
                .call(this::admit);
    }

    /**
     * Ends when all of them have ended, well or not. What was fired when a look failed is fired once more: after that, nothing of
     * it is still under way.
     */
    private Uni<Void> fire(Instant now) {
        return Multi.createFrom()
                .iterable(List.copyOf(fired.entrySet()))
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
        if (fired.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return backlog.queued(List.copyOf(fired.keySet()))
                .invoke(awake -> dispatcher.take(awake).subscribe().with(taken -> {}, this::complain))
                .invoke(fired::clear)
                .replaceWithVoid();
    }

    private void complain(Throwable failure) {
        if (!failing) {
            LOG.warnf("The timers cannot read what is due; they go on trying. %s", failure.getMessage());
        }
        failing = true;
    }
}
