package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.QueuedMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which arrivals of one batch start as they are stored. On the event loop of dispatch. */
final class Reserving {
    private record LaneKey(String robotId, String groupId) {}

    private final Instant now;
    private final Predicate<QueuedMessage> startsAtOnce;
    private final Function<QueuedMessage, Flight> begin;
    private final Map<String, Flight> flights = new HashMap<>();
    /** Lanes of which an earlier arrival waits, so that none may overtake it. */
    private final Set<LaneKey> held = new HashSet<>();

    Reserving(Instant now, Predicate<QueuedMessage> startsAtOnce, Function<QueuedMessage, Flight> begin) {
        this.now = now;
        this.startsAtOnce = startsAtOnce;
        this.begin = begin;
    }

    /** The arrival, marked as begun if it starts at once. To be asked in the order of the batch. */
    Arrival of(Arrival arrival) {
        Schedule schedule = arrival.request().schedule();
        if (!arrival.isValid() || schedule.tooEarlyAt(now) || schedule.tooLateAt(now)) {
            return arrival;
        }
        QueuedMessage message = QueuedMessage.of(arrival);
        Target target = message.target();
        LaneKey lane = new LaneKey(target.robotId(), target.groupId());
        if (held.contains(lane) || !startsAtOnce.test(message)) {
            held.add(lane);
            return arrival;
        }
        flights.put(message.msgId(), begin.apply(message));
        return arrival.begunAt(now);
    }

    /** Of those that start, by {@code msg_id}. */
    Map<String, Flight> flights() {
        return flights;
    }
}
