package dev.qunfa.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** What a trigger does to a message: it moves it, or is ignored. Never an exception. */
public sealed interface Decision {
    /**
     * The message changed. The new state and the events belong in one transaction.
     *
     * @param next the message afterwards, its {@code seq} raised by the number of events
     * @param events what to tell, in order; empty where users need not know
     */
    record Moved(Message next, List<Emission> events) implements Decision {
        public Moved {
            events = List.copyOf(events);
        }

        /** Both moves as one. */
        Moved then(Moved following) {
            List<Emission> both = new ArrayList<>(events);
            both.addAll(following.events());
            return new Moved(following.next(), both);
        }
    }

    /** A late, repeated or unfit trigger: nothing changed. */
    record Ignored(IgnoredReason reason) implements Decision {}

    static Decision ignored(IgnoredReason reason) {
        return new Ignored(reason);
    }
}
