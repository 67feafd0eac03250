package dev.qunfa.store;

import dev.qunfa.lifecycle.Target;
import java.time.Instant;

/**
 * A committed message that waits for its lane.
 *
 * @param msgId the caller's id
 * @param target app, robot and group
 * @param origin the record it came in, which orders it within its lane
 * @param deadline null if there is none
 * @param body what the platform will be sent; shared, nobody changes it
 */
public record QueuedMessage(String msgId, Target target, RecordOrigin origin, Instant deadline, byte[] body) {}
