package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait until the lanes have room for more. There is none beyond the lanes' capacity. While enough messages wait for
 * nothing but a place on the wire, more of them would only grow old in memory, so there is none either for as long as one is
 * ready to wait. For one thread.
 */
final class Room {
    /** A wire on which nothing moves must not keep what comes in from being known, with its deadline. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Waiter(Instant patientUntil, CompletableFuture<Void> admitted) {}

    private final int capacity;
    private final int enoughReady;
    private final List<Waiter> waiters = new ArrayList<>();

    /**
     * @param capacity most messages in lanes
     * @param enoughReady from this many messages on that wait for nothing but a place on the wire
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

    /** When somebody's patience ends; empty if there is nobody, or only the capacity counts. */
    Optional<Instant> nextAlarm(Instant now) {
        return waiters.stream().map(Waiter::patientUntil).filter(now::isBefore).min(Instant::compareTo);
    }
}
