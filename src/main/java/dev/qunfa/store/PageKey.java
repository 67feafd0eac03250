package dev.qunfa.store;

import java.time.Instant;

/**
 * Where in the order of all messages, newest first, a page ended. Messages that are stored later do not move it.
 *
 * @param createdAt when the last message of the page was stored, in microseconds
 * @param key its row's key
 */
public record PageKey(Instant createdAt, long key) {}
