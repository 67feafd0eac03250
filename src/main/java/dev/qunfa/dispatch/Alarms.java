package dev.qunfa.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** What is to be looked at when a time has come. For one thread. */
final class Alarms {
    private record Alarm(Instant at, Runnable action) {}

    private final Queue<Alarm> pending = new PriorityQueue<>(Comparator.comparing(Alarm::at));

    void set(Instant at, Runnable action) {
        pending.add(new Alarm(at, action));
    }

    /** Runs the actions whose time has come. */
    void ring(Instant now) {
        while (!pending.isEmpty() && !now.isBefore(pending.element().at())) {
            pending.remove().action().run();
        }
    }

    /** The clock was set back by so much: what was set is due as soon as it was before. */
    void setBack(Duration by) {
        List<Alarm> all = List.copyOf(pending);
        pending.clear();
        all.forEach(alarm -> set(alarm.at().minus(by), alarm.action()));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(pending.peek()).map(Alarm::at);
    }
}
