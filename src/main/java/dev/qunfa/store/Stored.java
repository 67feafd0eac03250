package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;

/** What became of an {@link Arrival}; true once it is returned, because the transaction has been committed. */
public sealed interface Stored {
    /** Its {@code msg_id} was new. */
    record New(Message message) implements Stored {}

    /**
     * The same request was stored before.
     *
     * @param waiting whether its message still waits for its lane; after a commit whose answer was lost, this is how its
     *     dispatcher learns of it
     * @param sameRecord whether it was stored from this very record, so that whatever else belongs to it may be missing
     */
    record Repeated(boolean waiting, boolean sameRecord) implements Stored {}

    /** Another request has this {@code msg_id}; the existing message tells so in its timeline. */
    record Conflicting() implements Stored {}
}
