package dev.qunfa.store;

import dev.qunfa.lifecycle.Message;
import java.time.Instant;

/**
 * A message with what is stored beside its state.
 *
 * @param key the row's key; means nothing outside
 * @param message as it was when it was read
 * @param metadata the caller's metadata as JSON text, null if there is none
 * @param createdAt when it was stored
 * @param updatedAt when it last changed
 */
public record MessageDetails(long key, Message message, String metadata, Instant createdAt, Instant updatedAt) {
    /** Its place among all messages, newest first. */
    public PageKey pageKey() {
        return new PageKey(createdAt, key);
    }
}
