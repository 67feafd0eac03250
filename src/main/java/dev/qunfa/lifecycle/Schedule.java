package dev.qunfa.lifecycle;

import java.time.Instant;

/**
 * When a message may go out: at or after {@code notBefore}, and strictly before {@code deadline}.
 *
 * @param notBefore null: at once
 * @param deadline null: no deadline
 */
public record Schedule(Instant notBefore, Instant deadline) {
    public static final Schedule ANY_TIME = new Schedule(null, null);

    public boolean tooEarlyAt(Instant now) {
        return notBefore != null && now.isBefore(notBefore);
    }

    /** The platform's rule: from the deadline on, the message is not sent. */
    public boolean tooLateAt(Instant now) {
        return deadline != null && !now.isBefore(deadline);
    }
}
