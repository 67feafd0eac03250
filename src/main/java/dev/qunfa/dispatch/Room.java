package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait until the lanes have room for more. There is none beyond the lanes' capacity. While enough messages wait for
 * nothing but a place on the wire, more of them would only grow old in memory, so there is none either, until somebody's patience
 * ends. For one thread, but for {@link #isFor}.
 */
final class Room {
    /** A wire on which nothing moves must not keep what comes in from being known, with its deadline. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private record Waiter(Instant patientUntil, CompletableFuture<Void> admitted) {}

    private final int capacity;
    private final int enoughReady;
    private final List<Waiter> waiters = new ArrayList<>();

    /**
     * @param capacity most messages in lanes
     * @param enoughReady from so many messages on that could start at once if the wire had places for them
     */
    Room(int capacity, int enoughReady) {
        this.capacity = capacity;
        this.enoughReady = enoughReady;
    }

    /**
     * Completes when there is room.
     *
     * @param patientUntil from then on, that enough is ready is no reason to wait
     */
    CompletableFuture<Void> await(Instant patientUntil) {
        CompletableFuture<Void> admitted = new CompletableFuture<>();
        waiters.add(new Waiter(patientUntil, admitted));
        return admitted;
    }

    /** Whether nobody would have to wait. */
    boolean isFor(Load load) {
        return load.waiting() < capacity && load.ready() < enoughReady;
    }

    /** Lets those in for whom there is room now. */
    void admit(Load load, Instant now) {
        if (waiters.isEmpty() || load.waiting() >= capacity) {
            return;
        }
        List<Waiter> admitted = waiters.stream()
                .filter(waiter -> load.ready() < enoughReady || !now.isBefore(waiter.patientUntil()))
                .toList();
        waiters.removeAll(admitted);
        admitted.forEach(waiter -> waiter.admitted().complete(null));
    }

    /** The clock was set back by so much: nobody's patience gets longer by it. */
    void setBack(Duration by) {
        waiters.replaceAll(waiter -> new Waiter(waiter.patientUntil().minus(by), waiter.admitted()));
    }

    /** When somebody's patience ends next; empty if nobody has any left. */
    Optional<Instant> nextAlarm(Instant now) {
        return waiters.stream().map(Waiter::patientUntil).filter(now::isBefore).min(Instant::compareTo);
    }
}
