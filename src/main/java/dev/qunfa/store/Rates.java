package dev.qunfa.store;

import dev.qunfa.lifecycle.MessageStatus;
import java.time.Clock;
import java.util.List;

/** What this replica committed within the last minute. Thread-safe. */
public final class Rates {
    private final LastMinute received;
    private final LastMinute posted;
    private final LastMinute finished;

    Rates(Clock clock) {
        this.received = new LastMinute(clock);
        this.posted = new LastMinute(clock);
        this.finished = new LastMinute(clock);
    }

    /** Requests that were stored as new messages, invalid ones included. */
    public long received() {
        return received.count();
    }

    /** Attempts that were begun. */
    public long posted() {
        return posted.count();
    }

    /** Messages that became final. */
    public long finished() {
        return finished.count();
    }

    void stored(List<Stored> results) {
        for (Stored result : results) {
            if (result instanceof Stored.New stored) {
                received.add(1);
                posted.add(stored.message().status() == MessageStatus.SENDING ? 1 : 0);
                finished.add(stored.message().status().isFinal() ? 1 : 0);
            }
        }
    }

    void applied(List<Applied> results) {
        for (Applied result : results) {
            if (result instanceof Applied.Moved moved) {
                moved(moved.from(), moved.message().status());
            }
        }
    }

    private void moved(MessageStatus from, MessageStatus to) {
        posted.add(from != MessageStatus.SENDING && to == MessageStatus.SENDING ? 1 : 0);
        finished.add(!from.isFinal() && to.isFinal() ? 1 : 0);
    }
}
