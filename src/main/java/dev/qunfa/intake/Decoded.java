package dev.qunfa.intake;

import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Violation;
import java.util.List;

/** What a record of the requests topic turned out to be (contract, 2.4). */
public sealed interface Decoded {

    /** The {@code robot_id} that the record should be keyed by; null if it has no usable one. */
    String robotId();

    /** A request that keeps every rule; nothing in it is null but what the request left out. */
    record Valid(SendRequest request) implements Decoded {
        @Override
        public String robotId() {
            return request.target().robotId();
        }
    }

    /**
     * A request with a usable {@code msg_id} that breaks rules.
     *
     * @param readable what could be read: an id, app, time or metadata that is unusable in itself is null,
     *     {@code items} is empty unless there are no more than 20 and each can be named by its number and type, the
     *     body is null. An app that is not configured is still told
     * @param violations at least one, at most {@link Violation#MAX_REPORTED}, in the order of the fields
     */
    record Invalid(SendRequest readable, List<Violation> violations) implements Decoded {
        public Invalid {
            violations = List.copyOf(violations);
        }

        @Override
        public String robotId() {
            return readable.target().robotId();
        }
    }

    /**
     * A record that cannot be told apart from others, since it is not JSON or has no usable {@code msg_id}.
     *
     * @param why an English sentence without content
     * @param robotId null unless the record is a JSON object that holds a usable one
     */
    record Unreadable(String why, String robotId) implements Decoded {}
}
