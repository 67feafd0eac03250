package dev.qunfa.partition;

import java.time.Duration;
import java.util.Locale;

/**
 * Where one partition stands on this replica. Pure: each method is something that happens to the partition and returns the state
 * afterwards, which is the same one where it means nothing.
 *
 * <p>Work that belongs to a state takes its {@code epoch} along and reports with it. Whatever ends that work (the partition is
 * given away, given anew, or contested) begins another epoch, so a report that comes too late changes nothing.
 *
 * <p>Every state but {@link Unassigned} and {@link Serving} is meant to pass, and says within which time it should (I11).
 */
public sealed interface PartitionState {

    /** Not this replica's. */
    record Unassigned() implements PartitionState {
        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public PartitionState revoked(long newEpoch) {
            return this;
        }
    }

    /** The consumer group has given it to this replica, which has not begun to claim it. */
    record Assigned(long epoch) implements PartitionState {
        @Override
        public PartitionState claimStarted() {
            return new Claiming(epoch);
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(5);
        }
    }

    /** The claim is on its way into the database. */
    record Claiming(long epoch) implements PartitionState {
        @Override
        public PartitionState claimCommitted(long ofEpoch) {
            return ofEpoch == epoch ? new Recovering(epoch) : this;
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(15);
        }
    }

    /** The claim is committed; what waits in the database is being read into its lanes. */
    record Recovering(long epoch) implements PartitionState {
        @Override
        public PartitionState backlogRead(long ofEpoch) {
            return ofEpoch == epoch ? new Serving(epoch) : this;
        }

        @Override
        public PartitionState contested(long newEpoch) {
            return new Contested(newEpoch);
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(15);
        }
    }

    /** Its messages are sent. */
    record Serving(long epoch) implements PartitionState {
        @Override
        public PartitionState contested(long newEpoch) {
            return new Contested(newEpoch);
        }
    }

    /** Another replica has claimed it; nothing of it is started until the consumer group says whose it is. */
    record Contested(long epoch) implements PartitionState {
        @Override
        public PartitionState confirmed(long ofEpoch, long newEpoch) {
            return ofEpoch == epoch ? new Assigned(newEpoch) : this;
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(30);
        }
    }

    /** The consumer group has taken it away; what of it is in flight ends here. */
    record Releasing(long epoch) implements PartitionState {
        @Override
        public PartitionState revoked(long newEpoch) {
            return this;
        }

        @Override
        public PartitionState drained(long ofEpoch) {
            return ofEpoch == epoch ? new Unassigned() : this;
        }

        @Override
        public Duration limit() {
            return Duration.ofSeconds(60);
        }
    }

    /** Grows whenever what was under way for the partition is not wanted any more. */
    long epoch();

    /** How long the state may last before somebody has to hear of it; null for ever. */
    default Duration limit() {
        return null;
    }

    /** The consumer group gives the partition to this replica, perhaps once more. */
    default PartitionState assigned(long newEpoch) {
        return new Assigned(newEpoch);
    }

    /** The consumer group takes it away, or this replica has fallen out of the group. */
    default PartitionState revoked(long newEpoch) {
        return new Releasing(newEpoch);
    }

    /** The claim is being made. */
    default PartitionState claimStarted() {
        return this;
    }

    /** The claim is committed. */
    default PartitionState claimCommitted(long ofEpoch) {
        return this;
    }

    /** All that waited in the database is in its lanes. */
    default PartitionState backlogRead(long ofEpoch) {
        return this;
    }

    /** The database says that another replica has claimed it since. */
    default PartitionState contested(long newEpoch) {
        return this;
    }

    /** The consumer group says that it is still this replica's, and nothing of it is in flight: it is to be claimed again. */
    default PartitionState confirmed(long ofEpoch, long newEpoch) {
        return this;
    }

    /** Nothing of it is in flight any more. */
    default PartitionState drained(long ofEpoch) {
        return this;
    }

    /** Whether the consumer group has given it to this replica and not taken it back. */
    default boolean isOwned() {
        return !(this instanceof Unassigned || this instanceof Releasing);
    }

    /** Whether its claim is committed and nobody is known to have claimed it since: its timers fire. */
    default boolean isClaimed() {
        return this instanceof Recovering || this instanceof Serving;
    }

    /** In lower case, for logs, metrics and health. */
    default String label() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
