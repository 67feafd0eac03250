package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;

/** What became of an {@link Arrival}; true once it is returned, because the transaction has been committed. */
public sealed interface Stored {
    /**
     * Its {@code msg_id} was new.
     *
     * @param reported whether callbacks for it came before it
     */
    record New(Message message, boolean reported) implements Stored {
        public New(Message message) {
            this(message, false);
        }
    }

    /**
     * The same request was stored before.
     *
     * @param waiting whether its message still waits for its lane; after a commit whose answer was lost, this is how its
     *     dispatcher learns of it
     * @param sameRecord whether it was stored from this very record, so that whatever else belongs to it may be missing
     * @param begun whether it is SENDING by the attempt that this very arrival began, after a commit whose answer was lost:
     *     nobody has made the POST
     */
    record Repeated(boolean waiting, boolean sameRecord, boolean begun) implements Stored {}

    /** Another request has this {@code msg_id}; the existing message tells so in its timeline. */
    record Conflicting() implements Stored {}

    /**
     * The database does not take it, whatever is tried: nothing was stored.
     *
     * @param sqlState says why, as PostgreSQL names it
     */
    record Refused(String sqlState) implements Stored {}
}
