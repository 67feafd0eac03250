package dev.qunfa.store;

import dev.qunfa.lifecycle.IgnoredReason;
import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;

/** What a trigger did; true once it is returned, because the transaction has been committed. */
public sealed interface Applied {
    /**
     * The message moved.
     *
     * @param from the status that it had before
     * @param message as it is now
     */
    record Moved(MessageStatus from, Message message) implements Applied {}

    /** Nothing changed; this is how the message is. */
    record Unmoved(IgnoredReason reason, Message message) implements Applied {}

    /** No message has this id. */
    record Unknown() implements Applied {}
}
