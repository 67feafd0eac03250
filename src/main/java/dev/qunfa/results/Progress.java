package dev.qunfa.results;

import dev.qunfa.store.OutboxState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/** What the relay has done and not done, for health and metrics. The relay and its producer tell, any thread may ask. */
@ApplicationScoped
class Progress {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private volatile OutboxState state = OutboxState.UNKNOWN;
    private volatile Set<Integer> heldPartitions = Set.of();
    private volatile int underway;
    private volatile boolean awaitsAnswers;
    private volatile long awaitsSince;
    private volatile long acknowledgedAt;
    private volatile boolean everAcknowledged;

    @Inject
    Progress(Clock clock) {
        this(clock, System::nanoTime);
    }

    Progress(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** @param at by the same monotonic clock */
    void acknowledged(long at) {
        if (!everAcknowledged || at - acknowledgedAt > 0) {
            acknowledgedAt = at;
            everAcknowledged = true;
        }
    }

    void state(OutboxState now) {
        state = now;
    }

    OutboxState state() {
        return state;
    }

    /**
     * @param someAwaited whether events wait for an answer of the broker that should come
     * @param nowUnderway events that were taken from the outbox and are not acknowledged
     * @param stalled partitions of the results topic that take nothing
     */
    void round(boolean someAwaited, int nowUnderway, Set<Integer> stalled) {
        if (someAwaited && !awaitsAnswers) {
            awaitsSince = nanoTime.getAsLong();
        }
        awaitsAnswers = someAwaited;
        underway = nowUnderway;
        heldPartitions = stalled;
    }

    /** For how long events have been waiting without any of them being acknowledged; zero if none waits. */
    Duration silence() {
        if (!awaitsAnswers) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        long silent = now - awaitsSince;
        return Duration.ofNanos(everAcknowledged ? Math.min(silent, now - acknowledgedAt) : silent);
    }

    /** Rows that wait in the outbox, and events that are held; as of the last look, which is some seconds old. */
    long waiting() {
        return state.rows() + state.held();
    }

    Set<Integer> heldPartitions() {
        return heldPartitions;
    }

    int underway() {
        return underway;
    }

    /** Of the oldest event that waits, as of the last look; zero if none does. */
    Duration oldest() {
        OutboxState last = state;
        return last.oldest() == null ? Duration.ZERO : Duration.between(last.oldest(), clock.instant());
    }

    boolean hasAcknowledged() {
        return everAcknowledged;
    }

    /** Since anything was acknowledged last; zero before the first time. */
    Duration sinceAcknowledged() {
        return everAcknowledged ? Duration.ofNanos(nanoTime.getAsLong() - acknowledgedAt) : Duration.ZERO;
    }
}
