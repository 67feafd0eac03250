package dev.qunfa.store;

import dev.qunfa.lifecycle.WaitingReason;
import java.time.Instant;

/**
 * What a message waits for.
 *
 * @param reason why it has not gone out
 * @param until when that ends, null if nobody knows
 */
public record Waiting(WaitingReason reason, Instant until) {}
