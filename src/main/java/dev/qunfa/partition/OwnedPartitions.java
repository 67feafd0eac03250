package dev.qunfa.partition;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The partitions of the requests topic on this replica, each in its {@link PartitionState}. Whoever owns a partition dispatches its
 * messages, fires their timers and publishes their events. Thread-safe.
 */
@ApplicationScoped
public class OwnedPartitions {
    private static final PartitionState NOT_OURS = new PartitionState.Unassigned();

    /** Told of every change, on the thread of whoever brings it about. Told twice of the same, it does nothing the second time. */
    public interface Listener {
        /** The partitions are to be claimed: the group gave them to this replica, or confirmed that they are still its. */
        void assigned(Set<Integer> partitions);

        /** They are given away; the consumer group waits for the return. */
        void revoked(Set<Integer> partitions);

        /** Another replica has claimed the partition. */
        default void contested(int partition) {}
    }

    /** Knows whether the consumer group would still say what it said last; false if there is no telling. */
    public interface Group {
        Uni<Boolean> confirms(int partition);
    }

    /**
     * @param since when the state began
     * @param lastNews when something last happened in it, by the monotonic clock
     * @param lastServed when it was last served, assigned, or had an excuse, by the monotonic clock
     */
    private record Entry(PartitionState state, Instant since, long lastNews, long lastServed) {}

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Group group = partition -> Uni.createFrom().item(false);
    private long lastEpoch;

    @Inject
    OwnedPartitions(Clock clock) {
        this(clock, System::nanoTime);
    }

    public OwnedPartitions(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** @param listener is told at once of the partitions that were assigned before it came */
    public void listen(Listener listener) {
        listeners.add(listener);
        Set<Integer> present = numbers(PartitionState::isOwned);
        if (!present.isEmpty()) {
            listener.assigned(present);
        }
    }

    /** @param someGroup is asked from now on */
    public void confirmBy(Group someGroup) {
        group = someGroup;
    }

    /** Whether the consumer group says at this moment that the partition is this replica's. */
    public Uni<Boolean> isConfirmed(int partition) {
        return contains(partition)
                ? group.confirms(partition)
                : Uni.createFrom().item(false);
    }

    public void assigned(Set<Integer> partitions) {
        partitions.forEach(partition -> move(partition, state -> state.assigned(nextEpoch())));
        listeners.forEach(listener -> listener.assigned(partitions));
    }

    public void revoked(Set<Integer> partitions) {
        partitions.forEach(partition -> move(partition, state -> state.revoked(nextEpoch())));
        listeners.forEach(listener -> listener.revoked(partitions));
    }

    /** The epoch of the claim that the caller is to make; empty if there is none to be made, or somebody makes it already. */
    public Optional<Long> startClaim(int partition) {
        return move(partition, PartitionState::claimStarted).map(PartitionState::epoch);
    }

    public void claimCommitted(int partition, long epoch) {
        move(partition, state -> state.claimCommitted(epoch));
    }

    /** @return whether it is served from now on */
    public boolean backlogRead(int partition, long epoch) {
        return move(partition, state -> state.backlogRead(epoch)).isPresent();
    }

    /** The database says that another replica has claimed it since; without effect if that is known, or it is not claimed here. */
    public void contested(int partition) {
        if (move(partition, state -> state.contested(nextEpoch())).isPresent()) {
            listeners.forEach(listener -> listener.contested(partition));
        }
    }

    /** The group confirmed that a contested partition is this replica's: it is claimed anew. */
    public void confirmed(int partition, long epoch) {
        if (move(partition, state -> state.confirmed(epoch, nextEpoch())).isPresent()) {
            listeners.forEach(listener -> listener.assigned(Set.of(partition)));
        }
    }

    public void drained(int partition, long epoch) {
        move(partition, state -> state.drained(epoch));
    }

    /** Something goes on in the partition's state, so it is not stuck: its limit begins anew. */
    public void progressed(int partition, long epoch) {
        entries.computeIfPresent(partition, (number, entry) -> entry.state().epoch() == epoch ? excused(entry) : entry);
    }

    /** What keeps partitions from being served is not theirs, and a restart would not help: all their limits begin anew. */
    public void excuseAll() {
        entries.replaceAll((partition, entry) -> excused(entry));
    }

    private Entry excused(Entry entry) {
        long now = nanoTime.getAsLong();
        return new Entry(entry.state(), entry.since(), now, now);
    }

    public PartitionState state(int partition) {
        Entry entry = entries.get(partition);
        return entry == null ? NOT_OURS : entry.state();
    }

    /** Whether what was begun in this epoch is still wanted. */
    public boolean isAt(int partition, long epoch) {
        return state(partition).epoch() == epoch;
    }

    /** Whether the consumer group has given it to this replica. */
    public boolean contains(int partition) {
        return state(partition).isOwned();
    }

    /** Since when its messages are sent from here; null if they are not. */
    public Instant servedSince(int partition) {
        Entry entry = entries.get(partition);
        return entry != null && entry.state() instanceof PartitionState.Serving ? entry.since() : null;
    }

    /** Those that the consumer group has given to this replica. */
    public Integer[] owned() {
        return numbers(PartitionState::isOwned).toArray(Integer[]::new);
    }

    /** Those of which timers may fire. */
    public Integer[] claimed() {
        return numbers(PartitionState::isClaimed).toArray(Integer[]::new);
    }

    /** How each of them stands; those that are not this replica's are missing. */
    public List<PartitionStatus> statuses() {
        long now = nanoTime.getAsLong();
        return entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> status(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static PartitionStatus status(int partition, Entry entry, long now) {
        boolean isServed = entry.state() instanceof PartitionState.Serving
                || !entry.state().isOwned();
        return new PartitionStatus(
                partition,
                entry.state(),
                Duration.ofNanos(now - entry.lastNews()),
                isServed ? Duration.ZERO : Duration.ofNanos(now - entry.lastServed()));
    }

    private Set<Integer> numbers(Predicate<PartitionState> test) {
        Set<Integer> numbers = new HashSet<>();
        entries.forEach((partition, entry) -> {
            if (test.test(entry.state())) {
                numbers.add(partition);
            }
        });
        return numbers;
    }

    /** The new state; empty if the state stays. */
    private synchronized Optional<PartitionState> move(int partition, UnaryOperator<PartitionState> step) {
        Entry before = entries.get(partition);
        PartitionState from = before == null ? NOT_OURS : before.state();
        PartitionState to = step.apply(from);
        if (to.equals(from)) {
            return Optional.empty();
        }
        if (to instanceof PartitionState.Unassigned) {
            entries.remove(partition);
        } else {
            entries.put(partition, entry(before, to));
        }
        return Optional.of(to);
    }

    /** A partition that stops being served, or is assigned anew, has as long as any other. */
    private Entry entry(Entry before, PartitionState to) {
        long now = nanoTime.getAsLong();
        boolean goesOn =
                before != null && before.state().isOwned() && !(before.state() instanceof PartitionState.Serving);
        return new Entry(to, clock.instant(), now, goesOn ? before.lastServed() : now);
    }

    private long nextEpoch() {
        return ++lastEpoch;
    }
}
