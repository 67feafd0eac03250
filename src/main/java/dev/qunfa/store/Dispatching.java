package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Sends what is stored. May be called from any thread. */
public interface Dispatching {
    /**
     * Completes when it makes sense to store more: at once, unless lanes are full or, for a moment, so much is ready to be sent that more
     * would go out no sooner.
     */
    Uni<Void> whenRoom();

    /**
     * Looks which arrivals would be sent at once, and keeps their places on the wire: these are stored as begun, which saves a
     * transaction.
     *
     * @param arrivals in the order of their records
     */
    Uni<Reservation> reserve(List<Arrival> arrivals);

    /**
     * Takes over what has been committed and waits for its turn; a message that is there already is taken once. Completes when that is
     * done. What belongs to a partition that is not served yet follows its backlog, and nobody waits for it.
     */
    Uni<Void> take(List<QueuedMessage> messages);

    /** Places on the wire that are kept for arrivals until these are stored. Every one is settled in the end. */
    interface Reservation {
        /**
         * What to store, as it is to be stored now: with places while these are good, which ends soon, and without them
         * afterwards.
         */
        List<Arrival> arrivals();

        /** Sends those that were committed as begun, and gives the other places back. */
        void settle(List<Stored> results);
    }
}
