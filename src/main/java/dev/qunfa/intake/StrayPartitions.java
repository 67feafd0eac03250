package dev.qunfa.intake;

import java.util.HashSet;
import java.util.Set;

/**
 * Partitions that messages are in and that the topic does not have (any more): each is served by the owner of the partition that is left
 * for its number. Partitions that the topic has come and go with the consumer group. Not thread-safe.
 */
final class StrayPartitions {
    /** What changes with a look. */
    record Change(Set<Integer> adopted, Set<Integer> leftAlone) {
        boolean isNone() {
            return adopted.isEmpty() && leftAlone.isEmpty();
        }
    }

    private final Set<Integer> assigned = new HashSet<>();
    private final Set<Integer> adopted = new HashSet<>();
    private Set<Integer> strays = Set.of();
    private int partitions;

    /** @return the strays that come with them */
    Set<Integer> assigned(Set<Integer> more) {
        assigned.addAll(more);
        return change().adopted();
    }

    /** @return the strays that go with them */
    Set<Integer> revoked(Set<Integer> gone) {
        assigned.removeAll(gone);
        return change().leftAlone();
    }

    /** What there is now. */
    Change looked(int partitionsNow, Set<Integer> straysNow) {
        partitions = partitionsNow;
        strays = Set.copyOf(straysNow);
        return change();
    }

    /** The partition by which the consumer group says who serves this one. */
    int carrier(int partition) {
        return partitions > 0 && partition >= partitions ? partition % partitions : partition;
    }

    private Change change() {
        Set<Integer> wanted = new HashSet<>();
        for (int stray : strays) {
            if (stray >= partitions && assigned.contains(carrier(stray))) {
                wanted.add(stray);
            }
        }
        Set<Integer> come = new HashSet<>(wanted);
        come.removeAll(adopted);
        Set<Integer> go = new HashSet<>(adopted);
        go.removeAll(wanted);
        adopted.removeAll(go);
        adopted.addAll(come);
        go.removeAll(assigned);
        return new Change(come, go);
    }
}
