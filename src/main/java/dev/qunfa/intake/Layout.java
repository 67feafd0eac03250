package dev.qunfa.intake;

import dev.qunfa.store.RecordOrigin;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the requests of a robot belong, and in which order what is read has arrived. A robot has a home, one among so many as the
 * topic had partitions when it was first read: it keeps it when partitions are added, because what waits for it is there. A home is the
 * partition of its number; if the topic has fewer partitions by now, the one that is left for it.
 *
 * @param topicId of this very topic
 * @param epoch how many topics were read before it
 * @param homes among so many the robots are distributed
 * @param partitions how many the topic has now
 */
record Layout(String topicId, int epoch, int homes, int partitions) {
    /** As Java's default partitioner does it, for as many partitions as there are homes. */
    int home(byte[] robot) {
        return Utils.toPositive(Utils.murmur2(robot)) % homes;
    }

    /** The partition in which the records of a home are read. */
    int partitionOf(int home) {
        return home % partitions;
    }

    /** What is read of a topic that was made anew comes after what was read of the one before. */
    RecordOrigin origin(int partition, long offset) {
        return RecordOrigin.of(partition, epoch, offset);
    }

    Layout withPartitions(int now) {
        return new Layout(topicId, epoch, homes, now);
    }
}
