package dev.qunfa.store;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Target;
import java.time.Instant;

/**
 * A committed message that waits for its lane.
 *
 * @param msgId the caller's id
 * @param target app, robot and group
 * @param origin the record it came in, which orders it within its lane
 * @param deadline null if there is none
 * @param retry when its next attempt may begin; until then it keeps its place in its lane
 * @param body what the platform will be sent; shared, nobody changes it. Null if it is to be read when its turn comes
 */
public record QueuedMessage(
        String msgId, Target target, RecordOrigin origin, Instant deadline, Retry retry, byte[] body) {

    public QueuedMessage(String msgId, Target target, RecordOrigin origin, Instant deadline, byte[] body) {
        this(msgId, target, origin, deadline, Retry.NONE, body);
    }

    /** What an arrival becomes. */
    public static QueuedMessage of(Arrival arrival) {
        SendRequest request = arrival.request();
        return new QueuedMessage(
                request.msgId(),
                request.target(),
                arrival.origin(),
                request.schedule().deadline(),
                request.payload().body());
    }

    public QueuedMessage withBody(byte[] read) {
        return new QueuedMessage(msgId, target, origin, deadline, retry, read);
    }

    /** The same, to be tried again. */
    public QueuedMessage retried(Retry again) {
        return new QueuedMessage(msgId, target, origin, deadline, again, body);
    }

    /** When its next attempt may begin, null for at once. */
    public Instant retryAt() {
        return retry.at();
    }

    /** The same without its body, which is read again when its turn comes. */
    public QueuedMessage withoutBody() {
        return new QueuedMessage(msgId, target, origin, deadline, retry, null);
    }

    /** The body's length, 0 where it is not held. */
    public int bytes() {
        return body == null ? 0 : body.length;
    }
}
