package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Retry;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The lanes that wait for a time, or at the gates of their heads' apps, and when they are looked at again. For one thread.
 */
final class GateQueue {
    /** How soon a circuit that nobody seems to wait for is looked at again, if somebody is just about to start. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Gates gates;
    private final Alarms alarms;
    private final Duration maxAge;
    private final Consumer<Lane> ready;
    private final BooleanSupplier nothingReady;

    /**
     * @param maxAge how long an open circuit may hold a message without a deadline
     * @param ready where lanes go that may start
     * @param nothingReady whether none of those has still to start
     */
    GateQueue(Gates gates, Alarms alarms, Duration maxAge, Consumer<Lane> ready, BooleanSupplier nothingReady) {
        this.gates = gates;
        this.alarms = alarms;
        this.maxAge = maxAge;
        this.ready = ready;
        this.nothingReady = nothingReady;
    }

    /** Its head found its app's gate shut. */
    void park(Lane lane, Waiting why, Instant now) {
        String app = app(lane);
        gates.gate(app).park(lane);
        if (why.reason() == WaitingReason.CIRCUIT_OPEN) {
            age(lane, now);
        }
        watch(app);
    }

    /** Its head waits for its next attempt: at its app's gate, if it is for the app's sake and the gate is shut; else for its time. */
    void rest(Lane lane, Instant now) {
        Retry retry = lane.head().retry();
        Lane.Resting resting = new Lane.Resting(retry.at());
        if (retry.atGate()) {
            Optional<Waiting> hold = gates.hold(app(lane), now);
            if (hold.isPresent()) {
                park(lane, hold.get(), now);
                return;
            }
            gates.gate(app(lane)).rest(lane, resting);
        } else {
            lane.to(resting);
        }
        alarms.set(retry.at(), () -> wake(lane, resting));
    }

    private void wake(Lane lane, Lane.Resting resting) {
        if (lane.stage() == resting) {
            gates.gate(app(lane)).unpark(lane);
            ready.accept(lane);
        }
    }

    /** Lets everybody who waits at the app's gate try again, if it lets anybody pass. */
    void reopen(String app, Instant now) {
        AppGate gate = gates.gate(app);
        if (gate.hold(now).isEmpty()) {
            List<Lane> released = gate.release();
            released.forEach(ready);
            if (released.isEmpty()) {
                unused(app, gate, now);
            }
        }
        watch(app);
    }

    private void unused(String app, AppGate gate, Instant now) {
        if (nothingReady.getAsBoolean()) {
            gate.unused(now);
        } else if (!gate.isClosed()) {
            alarms.set(now.plus(SOON), () -> reopen(app, now.plus(SOON)));
        }
    }

    /** Looks at the app's gate again when it may let a probe pass. */
    private void watch(String app) {
        gates.gate(app).news().ifPresent(at -> alarms.set(at, () -> reopen(app, at)));
    }

    /** What an open circuit holds is held for so long and no longer: then one last attempt decides. */
    private void age(Lane lane, Instant now) {
        QueuedMessage head = lane.head();
        RetryHistory history = head.retry().history();
        if (head.deadline() == null && history.giveUpAt() == null) {
            history = new RetryHistory(history.answered(), now.plus(maxAge));
            lane.replaceHead(head.retried(new Retry(head.retryAt(), head.retry().atGate(), history)));
        }
        if (history.giveUpAt() != null && lane.isNews(history.giveUpAt())) {
            alarms.set(history.giveUpAt(), () -> lastTry(lane, head.msgId()));
        }
    }

    /** Whether a message passes an open circuit, because its age has come. */
    static boolean isLastTry(QueuedMessage message, Waiting why, Instant now) {
        Instant giveUpAt = message.retry().history().giveUpAt();
        return why.reason() == WaitingReason.CIRCUIT_OPEN && giveUpAt != null && !now.isBefore(giveUpAt);
    }

    private void lastTry(Lane lane, String msgId) {
        if (lane.stage() instanceof Lane.Parked && lane.isHead(msgId)) {
            gates.gate(app(lane)).unpark(lane);
            ready.accept(lane);
        }
    }

    private static String app(Lane lane) {
        return lane.head().target().app();
    }
}
