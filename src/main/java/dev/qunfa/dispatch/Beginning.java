package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Message;
import java.time.Instant;

/** What became of the wish to begin an attempt. */
sealed interface Beginning {
    /**
     * Its intent is committed.
     *
     * @param message the message, SENDING
     * @param body what is to be posted
     * @param since a moment before the commit; a POST may start for {@link Attempts#FRESH} from here on
     */
    record Begun(Message message, byte[] body, Instant since) implements Beginning {}

    /** The message does not wait for an attempt any more: cancelled, expired, told by a callback, or gone. */
    record NotWaiting() implements Beginning {}

    /** Another replica serves the message's partition by now. */
    record Fenced() implements Beginning {}
}
