package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The partitions of the requests topic that this replica serves, as the consumer group gave them to it. Whoever owns a
 * partition dispatches its messages, fires their timers and publishes their events. Thread-safe.
 */
@ApplicationScoped
public class OwnedPartitions {
    /** Told of every change, on the consumer's thread; must not block. */
    public interface Listener {
        void assigned(Set<Integer> partitions);

        void revoked(Set<Integer> partitions);
    }

    /** Knows whether the consumer group would still say what it said last; false if there is no telling. */
    public interface Group {
        Uni<Boolean> confirms(int partition);
    }

    private final Set<Integer> owned = new CopyOnWriteArraySet<>();
    private final Set<Integer> held = new CopyOnWriteArraySet<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Group group = partition -> Uni.createFrom().item(false);

    public void listen(Listener listener) {
        listeners.add(listener);
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
        held.removeAll(partitions);
        owned.addAll(partitions);
        listeners.forEach(listener -> listener.assigned(partitions));
    }

    public void revoked(Set<Integer> partitions) {
        owned.removeAll(partitions);
        held.removeAll(partitions);
        listeners.forEach(listener -> listener.revoked(partitions));
    }

    /** Its claim is committed: its timers go. */
    public void hold(int partition) {
        held.add(partition);
    }

    /** Somebody else seems to have claimed it: its timers wait. */
    public void doubt(int partition) {
        held.remove(partition);
    }

    public boolean contains(int partition) {
        return owned.contains(partition);
    }

    /** Those of which timers may fire. */
    Integer[] heldOnes() {
        return held.stream().filter(owned::contains).toArray(Integer[]::new);
    }

    Integer[] toArray() {
        return owned.toArray(Integer[]::new);
    }
}
