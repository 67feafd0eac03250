package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.RetryHistory;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RecordOrigin;
import dev.qunfa.store.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Lanes with a clock that stands still, and the messages that wait in them. */
final class Waits {
    static final int PARTITION = 0;
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration CIRCUIT_DELAY = Duration.ofSeconds(10);
    static final int CIRCUIT_FAILURES = 3;
    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final AtomicLong OFFSETS = new AtomicLong();

    final Set<String> withoutToken = new HashSet<>();
    final Gates gates = new Gates(circuits(), app -> !withoutToken.contains(app), () -> {});
    final Map<Integer, Instant> servedSince = new HashMap<>();
    final Lanes lanes;
    Instant now = START;

    Waits() {
        this(RobotRates.NONE, 64, 1_000_000);
    }

    Waits(RobotRates rates, int maxInFlight, long maxBytes) {
        lanes = new Lanes(gates, servedSince::get, rates, maxInFlight, maxBytes, MAX_AGE);
        servedSince.put(PARTITION, START.minus(Duration.ofHours(1)));
    }

    static Waits at(String rate) {
        return new Waits(new RobotRates(Optional.of(Rate.parse(rate)), Map.of()), 64, 1_000_000);
    }

    void add(QueuedMessage... messages) {
        List.of(messages).forEach(message -> lanes.add(message, now));
    }

    Optional<String> start() {
        return lanes.start(now).map(QueuedMessage::msgId);
    }

    List<String> startAll() {
        List<String> started = new java.util.ArrayList<>();
        for (Optional<String> next = start(); next.isPresent(); next = start()) {
            started.add(next.get());
        }
        return started;
    }

    /** A started message is posted, answered and stored. */
    void finish(String msgId) {
        answer(msgId);
        store(msgId);
    }

    /** A started message is posted and answered. */
    void answer(String msgId) {
        lanes.answered(msgId, lanes.postAt(msgId, now), now);
    }

    /** The outcome of a started message is stored. */
    void store(String msgId) {
        lanes.free(msgId, now);
        lanes.end(msgId, now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** A retry at a time of its own. */
    static Retry in(Instant at) {
        return new Retry(at, false, RetryHistory.NONE);
    }

    static QueuedMessage message(String id, String robot, String group) {
        return message(id, robot, group, PARTITION);
    }

    static QueuedMessage message(String id, String robot, String group, int partition) {
        return message(id, new Target(Target.DEFAULT_APP, robot, group), partition, 0);
    }

    static QueuedMessage message(String id, Target target, int partition, int bytes) {
        RecordOrigin origin = new RecordOrigin(partition, OFFSETS.incrementAndGet());
        return new QueuedMessage(id, target, origin, null, new byte[bytes]);
    }

    private static CircuitConfig circuits() {
        return new CircuitConfig() {
            @Override
            public int failures() {
                return CIRCUIT_FAILURES;
            }

            @Override
            public Duration delay() {
                return CIRCUIT_DELAY;
            }
        };
    }
}
