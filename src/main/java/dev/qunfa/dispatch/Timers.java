package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Loops;
import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.Trigger;
import dev.qunfa.lifecycle.Windows;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Applied;
import dev.qunfa.store.Backlog;
import dev.qunfa.store.MessageStore;
import dev.qunfa.store.Outage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Moves what only time can move: deadlines, windows, wake-ups. The database keeps the times, so that any number of
 * messages may wait; a look every interval finds those that are due, through an index. After one that has found nothing, the next
 * looks a second ahead, too, and what is due by then decides when to look again, unless this replica commits something before. What it
 * does not hear of is found up to a second later: what others write, what a partition brings along that it has just been given.
 */
@ApplicationScoped
class Timers {
    private static final Logger LOG = Logger.getLogger(Timers.class);
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private final Backlog backlog;
    private final MessageStore messages;
    private final Dispatcher dispatcher;
    private final TimeLimits limits;
    private final Windows windows;
    private final Clock clock;
    private final Loops loops;
    /**
     * What is just being fired, with its partition; what fails is fired once more with the next look, since nobody knows
     * whether it was stored.
     */
    private final Map<String, Integer> firing = new ConcurrentHashMap<>();
    /**
     * Are awake and not in their lanes yet. Not only what waited to be woken: when a window that has ended is fired, the message
     * may have been queued again meanwhile.
     */
    private final Set<String> awake = ConcurrentHashMap.newKeySet();

    private final FailureLog failures = new FailureLog(LOG);
    private volatile Lull lull = Lull.NONE;
    private volatile boolean foundNothing;

    Timers(Backlog backlog, MessageStore messages, Dispatcher dispatcher, TimeLimits limits, Clock clock, Loops loops) {
        this.backlog = backlog;
        this.messages = messages;
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.windows = limits.windows();
        this.clock = clock;
        this.loops = loops;
    }

    void start(@Observes @AtStep(StartStep.TIMERS) Starting event) {
        loops.repeat("timers", limits.timerInterval(), this::round);
    }

    /** A full set means that more is due: the next look follows at once. */
    private Uni<Duration> round() {
        return look().invoke(fired -> failures.succeeded("The timers can read what is due again."))
                .onFailure()
                .invoke(this::complain)
                .map(fired -> fired < limits.timerBatch() ? limits.timerInterval() : Duration.ZERO);
    }

    /** The greater number of those that fired in one set. */
    private Uni<Integer> look() {
        Instant now = clock.instant();
        long commits = messages.commits();
        boolean hasNothingToDo = lull.lasts(now, commits) && firing.isEmpty() && awake.isEmpty();
        if (hasNothingToDo || !messages.isReady()) {
            return Uni.createFrom().item(0);
        }
        return backlog.ripe(now, foundNothing ? now.plus(AHEAD) : now, limits.timerBatch(), dispatcher.room())
                .invoke(ripe -> lull = new Lull(now, ripe.next(), commits))
                .invoke(ripe -> firing.putAll(ripe.due()))
                .invoke(ripe -> firing.putAll(ripe.awaking()))
                .map(ripe -> Math.max(ripe.due().size(), ripe.awaking().size()))
                .invoke(fired -> foundNothing = fired == 0)
                .call(() -> fire(now).onItemOrFailure().call((fired, failure) -> admit()));
    }

    /** Ends when all of them have ended, well or not: nothing is still under way when the lanes take what is awake. */
    private Uni<Void> fire(Instant now) {
        return Multi.createFrom()
                .iterable(List.copyOf(firing.entrySet()))
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
            firing.remove(msgId);
            if (applied instanceof Applied.Unmoved unmoved && unmoved.reason() == IgnoredReason.FENCED) {
                dispatcher.fenced(partition);
            } else if (isAwake(applied)) {
                awake.add(msgId);
            }
        });
    }

    private static boolean isAwake(Applied applied) {
        return applied instanceof Applied.Moved moved && moved.message().isAwake()
                || applied instanceof Applied.Unmoved unmoved
                        && unmoved.message().isAwake();
    }

    /** The lanes take those that are awake now; room was made sure of before, so nobody waits for it. */
    private Uni<Void> admit() {
        if (awake.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return backlog.queued(List.copyOf(awake))
                .invoke(found -> dispatcher.take(found).subscribe().with(taken -> {}, this::complain))
                .invoke(awake::clear)
                .replaceWithVoid();
    }

    private void complain(Throwable failure) {
        if (!loops.areStopping()) {
            failures.failed("The timers cannot read what is due; they go on trying. " + Outage.reason(failure));
        }
    }
}
