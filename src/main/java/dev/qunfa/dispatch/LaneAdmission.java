package dev.qunfa.dispatch;

import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.partition.PartitionState;
import dev.qunfa.store.QueuedMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which messages may enter their lanes, as their partition stands: those of a partition that is served; and while its backlog is
 * read, those of the backlog, which what comes in meanwhile has to follow (I5). For one thread.
 */
final class LaneAdmission {
    /** Most messages of a partition that are kept while its backlog is read; what is more is read from the database. */
    private static final int MOST_ARRIVALS = 10_000;

    private final OwnedPartitions owned;
    private final RecoveryArrivals arrivals = new RecoveryArrivals(MOST_ARRIVALS);

    LaneAdmission(OwnedPartitions owned) {
        this.owned = owned;
    }

    /** Those that may enter now; of a partition that is not served yet, the others are kept, or will be read from the database. */
    List<QueuedMessage> arriving(List<QueuedMessage> messages) {
        return messages.stream().filter(this::mayEnter).toList();
    }

    private boolean mayEnter(QueuedMessage message) {
        PartitionState state = owned.state(message.origin().partition());
        if (state instanceof PartitionState.Recovering) {
            arrivals.add(message);
        }
        return state instanceof PartitionState.Serving;
    }

    /** A page of a partition's backlog; nothing of it if it is not wanted any more. */
    List<QueuedMessage> ofBacklog(List<QueuedMessage> page, int partition, long epoch) {
        return owned.isAt(partition, epoch) ? page : List.of();
    }

    /**
     * The whole backlog is in its lanes: the partition is served from now on.
     *
     * @return what came in meanwhile; empty if that was too much, and the backlog has to be read once more
     */
    Optional<List<QueuedMessage>> serve(int partition, long epoch) {
        if (!owned.isAt(partition, epoch)) {
            return Optional.of(List.of());
        }
        Optional<List<QueuedMessage>> arrived = arrivals.remove(partition);
        return arrived.isEmpty() || owned.backlogRead(partition, epoch) ? arrived : Optional.of(List.of());
    }

    /** Those of the partitions whose lanes are to be emptied: the ones that are not claimed anew by now. */
    Set<Integer> left(Set<Integer> partitions) {
        Set<Integer> left = partitions.stream()
                .filter(partition -> !owned.state(partition).isClaimed())
                .collect(Collectors.toSet());
        arrivals.clear(left);
        return left;
    }

    /** Whether a message that is to be tried again keeps its place here; else whoever owns its partition reads it. */
    boolean mayRest(QueuedMessage message) {
        return owned.state(message.origin().partition()).isClaimed();
    }

    /** Another replica has claimed the partition. */
    void fenced(int partition) {
        owned.contested(partition);
    }
}
