package dev.qunfa.store;

import java.time.Instant;

/**
 * Something that an operator has stopped.
 *
 * @param id the pause's number
 * @param app nothing of this app is sent; null if the pause is not about an app
 * @param robotId nothing of this robot is sent; null if the pause is not about a robot; if both are null, nothing at all is sent
 * @param reason the operator's words, null if there are none
 * @param createdAt since when
 */
public record Pause(long id, String app, String robotId, String reason, Instant createdAt) {}
