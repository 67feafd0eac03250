package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Message;
import dev.qunfa.lifecycle.MessageStatus;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.Dispatching;
import dev.qunfa.store.Stored;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places on the wire that are kept for some arrivals of a batch. Used by intake, one call after the other. */
final class Places implements Dispatching.Reservation {
    private final List<Arrival> arrivals;
    private final Map<String, Flight> flights;
    private final Instant goodUntil;
    private final Clock clock;
    private final Context loop;
    private Instant lastTry;
    private boolean givenBack;

    /**
     * @param arrivals the whole batch; those with a place are marked as begun
     * @param flights by {@code msg_id}, of those with a place
     */
    Places(List<Arrival> arrivals, Map<String, Flight> flights, Instant goodUntil, Clock clock, Context loop) {
        this.arrivals = arrivals;
        this.flights = flights;
        this.goodUntil = goodUntil;
        this.clock = clock;
        this.loop = loop;
    }

    @Override
    public List<Arrival> arrivals() {
        lastTry = clock.instant();
        if (!givenBack && !flights.isEmpty() && lastTry.isAfter(goodUntil)) {
            givenBack = true;
            loop.runOnContext(ignored -> flights.values().forEach(Flight::notMade));
        }
        return givenBack
                ? arrivals.stream().map(arrival -> arrival.begunAt(null)).toList()
                : arrivals;
    }

    @Override
    public void settle(List<Stored> results) {
        if (!givenBack && !flights.isEmpty()) {
            loop.runOnContext(ignored -> settleOnLoop(results));
        }
    }

    private void settleOnLoop(List<Stored> results) {
        for (int i = 0; i < results.size(); i++) {
            Arrival arrival = arrivals.get(i);
            if (arrival.begunAt() != null) {
                settle(flights.get(arrival.request().msgId()), arrival, results.get(i));
            }
        }
    }

    private void settle(Flight flight, Arrival arrival, Stored result) {
        begun(arrival, result)
                .ifPresentOrElse(
                        message -> flight.begun(new Beginning.Begun(
                                message, arrival.request().payload().body(), lastTry)),
                        flight::notMade);
    }

    private static Optional<Message> begun(Arrival arrival, Stored result) {
        if (result instanceof Stored.New stored) {
            return Optional.of(stored.message()).filter(message -> message.status() == MessageStatus.SENDING);
        }
        return result instanceof Stored.Repeated repeated && repeated.begun()
                ? Optional.of(Message.receivedAndBegun(arrival.request(), arrival.begunAt(), false)
                        .next())
                : Optional.empty();
    }
}
