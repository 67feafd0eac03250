package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import java.time.Instant;
import java.util.Map;

/**
 * What is in the store.
 *
 * @param counts how many messages have each status; every status is there
 * @param oldestWaitingAt when the oldest QUEUED message was stored, null if none is
 */
public record Statistics(Map<MessageStatus, Long> counts, Instant oldestWaitingAt) {}
