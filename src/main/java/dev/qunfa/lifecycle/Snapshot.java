package dev.qunfa.lifecycle;

import java.time.Instant;

/**
 * A message as one of its transitions left it.
 *
 * @param msgId the caller's id
 * @param target app, robot and group
 * @param deadline null if there is none
 * @param status the message's status then
 * @param items its items then
 * @param attempts how many POSTs had been begun then
 * @param msgSn the platform's serial number, null if it was not known then
 * @param metadata the caller's metadata as JSON text, null if there is none
 */
public record Snapshot(
        String msgId,
        Target target,
        Instant deadline,
        MessageStatus status,
        Items items,
        int attempts,
        String msgSn,
        String metadata) {}
