package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.Queued;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Retry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One started message on its way: begun, posted at its robot's pace, settled. It reports to the {@link Tower}, and both live on
 * one event loop.
 */
final class Flight {
    /** What a flight tells and asks; called on the event loop. */
    interface Tower {
        /** When the message, whose intent is committed, is to be posted. */
        Pace.Place postAt(Flight flight);

        /** Its attempt is not made: its place in the pace is free. */
        void notMade(Flight flight);

        /** Its attempt is not made, because another replica serves its partition by now. */
        void fenced(Flight flight);

        /** The POST is over; what its outcome means. */
        Verdict.Ruling answered(Flight flight, Outcome outcome, int attempt);

        /** The outcome is committed, and there is nothing more to do. */
        void landed(Flight flight);

        /** The outcome is committed; the message is to be tried again at its {@link QueuedMessage#retryAt}. */
        void landedToRetry(Flight flight, QueuedMessage again);

        /** Something inside the service broke: whatever the flight holds is given back. */
        void brokeOff(Flight flight);
    }

    private static final Logger LOG = Logger.getLogger(Flight.class);

    private final QueuedMessage message;
    private final Attempts attempts;
    private final Context loop;
    private final Tower tower;
    private Pace.Place place;
    private boolean ended;

    Flight(QueuedMessage message, Attempts attempts, Context loop, Tower tower) {
        this.message = message;
        this.attempts = attempts;
        this.loop = loop;
        this.tower = tower;
    }

    QueuedMessage message() {
        return message;
    }

    /** Its place in its robot's pace; null until its intent is committed. */
    Pace.Place place() {
        return place;
    }

    /** From the beginning: nothing is committed yet. */
    void start() {
        await(
                attempts.complete(message).chain(complete -> complete.map(attempts::begin)
                        .orElse(Uni.createFrom().item(new Beginning.NotWaiting()))),
                this::began);
    }

    private void began(Beginning beginning) {
        if (beginning instanceof Beginning.Begun begun) {
            begun(begun);
            return;
        }
        if (beginning instanceof Beginning.Fenced) {
            tower.fenced(this);
        }
        notMade();
    }

    /** The intent is committed. */
    void begun(Beginning.Begun begun) {
        guarded(() -> {
            place = tower.postAt(this);
            long wait = Duration.between(attempts.now(), place.at()).toNanos();
            if (wait <= 0) {
                post(begun);
            } else {
                loop.owner()
                        .setTimer(
                                Math.max(1, (wait + 999_999) / 1_000_000),
                                timer -> loop.runOnContext(ignored -> guarded(() -> post(begun))));
            }
        });
    }

    /** Nothing is committed, and nothing will be sent. */
    void notMade() {
        guarded(() -> {
            tower.notMade(this);
            land();
        });
    }

    private void post(Beginning.Begun begun) {
        await(attempts.post(begun), outcome -> {
            Verdict.Ruling ruling =
                    tower.answered(this, outcome, begun.message().attempts());
            await(attempts.settle(begun.message(), ruling.trigger()), settled -> settled(ruling, settled));
        });
    }

    private void settled(Verdict.Ruling ruling, Optional<Message> settled) {
        Retry retry = ruling.retry();
        boolean again = retry != null
                && settled.filter(now -> now.state() instanceof Queued).isPresent()
                && !isTooLate(retry.at());
        if (again) {
            ended = true;
            tower.landedToRetry(this, message.retried(retry));
        } else {
            land();
        }
    }

    private void land() {
        ended = true;
        tower.landed(this);
    }

    /** It waits for its deadline, not for another attempt. */
    private boolean isTooLate(Instant at) {
        return message.deadline() != null && !at.isBefore(message.deadline());
    }

    /** What follows happens on the event loop; the steps of an attempt do not fail. */
    private <T> void await(Uni<T> step, Consumer<T> next) {
        step.subscribe()
                .with(
                        result -> loop.runOnContext(ignored -> guarded(() -> next.accept(result))),
                        failure -> loop.runOnContext(ignored -> brokeOff(failure)));
    }

    /** Whatever breaks on the loop must give back what the flight holds: nobody else ever would. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            brokeOff(e);
        }
    }

    /** Its lane goes on; what is SENDING in the database becomes IN_DOUBT when its time is over. */
    private void brokeOff(Throwable failure) {
        // Only the class: nobody knows what the message of an exception that nobody expects holds.
        LOG.errorf(
                "An attempt broke off inside the service: %s",
                failure.getClass().getName());
        if (!ended) {
            ended = true;
            tower.brokeOff(this);
        }
    }
}
