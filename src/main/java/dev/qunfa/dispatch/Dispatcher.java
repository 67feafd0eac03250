package dev.qunfa.dispatch;

import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.platform.Outcome;
import dev.qunfa.platform.PlatformGateway;
import dev.qunfa.store.Arrival;
import dev.qunfa.store.Dispatching;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.Waiting;
import dev.qunfa.store.WaitingReasons;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the lanes and starts attempts, as many at once as the configuration allows. All of its state lives on one event
 * loop; its methods may be called from any thread.
 */
@ApplicationScoped
public class Dispatcher implements Dispatching, WaitingReasons, Flight.Tower {
    private final Attempts attempts;
    private final LaneAdmission admission;
    private final DispatchSettings settings;
    private final Gates gates;
    private final Lanes lanes;
    private final InFlight wire;
    private final Room room;
    private final Verdict verdict;
    private final TokenWatch tokens;
    private final Flights flights;
    private final LoopClock clock;
    private final Context loop;
    private final OnLoop onLoop;
    private final WakeUp wakeUp;
    private volatile Load load = Load.NONE;
    private DispatchMode mode = DispatchMode.AWAITING_PAUSES;

    Dispatcher(
            Attempts attempts,
            OwnedPartitions owned,
            PlatformGateway gateway,
            DispatchSettings settings,
            Clock clock,
            Vertx vertx) {
        this.attempts = attempts;
        this.admission = new LaneAdmission(owned);
        this.settings = settings;
        this.gates = settings.gates(gateway::hasToken, gateway::renewConnections);
        this.lanes = settings.lanes(gates, owned::servedSince);
        this.wire = settings.inFlight();
        this.room = settings.room();
        this.verdict = settings.verdict();
        this.flights = settings.flights();
        this.clock = settings.clock(clock, List.of(lanes::setBack, room::setBack));
        // Of its own, not that of whoever happens to need the dispatcher first.
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.onLoop = new OnLoop(loop);
        this.wakeUp = new WakeUp(loop, clock, this::settle);
        this.tokens = new TokenWatch(gateway, loop, app -> {
            lanes.reopen(app, this.clock.now());
            settle();
        });
        tokens.start(settings.heartbeat(), gates::forEach, flights::look);
    }

    @Override
    public Uni<Reservation> reserve(List<Arrival> arrivals) {
        return onLoop.call(() -> {
            Instant now = clock.now();
            Reserving reserving = new Reserving(
                    now,
                    message -> mode == DispatchMode.OPEN && wire.hasRoom() && lanes.startAtOnce(message, now),
                    this::flight);
            List<Arrival> reserved = arrivals.stream().map(reserving::of).toList();
            return new Places(reserved, reserving.flights(), now.plus(settings.placesAreGoodFor()), clock.wall(), loop);
        });
    }

    @Override
    public Uni<Void> whenRoom() {
        return room.isFor(load) ? Uni.createFrom().voidItem() : onLoop.until(() -> awaitRoom(Room.PATIENCE));
    }

    @Override
    public Uni<Void> take(List<QueuedMessage> messages) {
        return onLoop.run(() -> add(admission.arriving(messages)));
    }

    /** Takes back a page of a partition's backlog, before the partition is {@link #serve served}; completes when there is room for more. */
    Uni<Void> restore(List<QueuedMessage> page, int partition, long epoch) {
        return onLoop.run(() -> add(admission.ofBacklog(page, partition, epoch)))
                .chain(() -> onLoop.until(() -> awaitRoom(Duration.ZERO)));
    }

    private void add(List<QueuedMessage> messages) {
        Instant now = clock.now();
        messages.forEach(message -> lanes.add(message, now));
        settle();
    }

    private CompletableFuture<Void> awaitRoom(Duration patience) {
        CompletableFuture<Void> admitted = room.await(clock.now().plus(patience));
        settle();
        return admitted;
    }

    @Override
    public Uni<Map<String, Waiting>> of(Collection<String> msgIds) {
        return onLoop.call(() -> {
            Instant now = clock.now();
            Map<String, Waiting> reasons = new HashMap<>();
            msgIds.forEach(msgId -> lanes.reasonOf(msgId, now).ifPresent(reason -> reasons.put(msgId, reason)));
            return reasons;
        });
    }

    /**
     * The partition's backlog is in its lanes; what came in meanwhile follows, and from now on what is new is let in.
     *
     * @return false if too much came in meanwhile: the backlog has to be read once more
     */
    Uni<Boolean> serve(int partition, long epoch) {
        return onLoop.call(() -> {
            Optional<List<QueuedMessage>> arrived = admission.serve(partition, epoch);
            add(arrived.orElse(List.of()));
            return arrived.isPresent();
        });
    }

    /** Lets go of what waits of these partitions, unless they are claimed anew by then; completes when nothing of them is on the wire. */
    CompletableFuture<Void> leave(Set<Integer> partitions) {
        return onLoop.future(() -> {
            lanes.drop(admission.left(partitions), clock.now());
            settle();
            return wire.drained(partitions);
        });
    }

    /** Starts nothing any more; completes when nothing is on the wire. */
    CompletableFuture<Void> drain() {
        return onLoop.future(() -> {
            mode = DispatchMode.STOPPING;
            return wire.drained();
        });
    }

    /** The pauses that are in force; nothing is started before it was called once. */
    void pause(PauseSet pauses) {
        loop.runOnContext(ignored -> {
            gates.pauses(pauses);
            mode = mode == DispatchMode.AWAITING_PAUSES ? DispatchMode.OPEN : mode;
            lanes.reopenAll();
            settle();
        });
    }

    /** Those of the messages, given with their partitions, that should be here and are not. */
    Uni<List<String>> missing(Map<String, Integer> partitions) {
        return onLoop.call(() -> lanes.missing(partitions));
    }

    /** How many more messages the lanes have room for. */
    int room() {
        return Math.max(0, settings.laneCapacity() - load.waiting());
    }

    Load load() {
        return load;
    }

    Duration oldestAttempt() {
        return flights.age();
    }

    int inFlight() {
        return wire.count();
    }

    /** The position of each app's circuit. */
    Uni<Map<String, Circuit.Position>> circuits() {
        return onLoop.call(gates::circuits);
    }

    @Override
    public Pace.Place postAt(Flight flight) {
        return lanes.postAt(flight.message().msgId(), clock.now());
    }

    @Override
    public void notMade(Flight flight) {
        QueuedMessage message = flight.message();
        lanes.giveUp(message.msgId());
        if (gates.notMade(message.target().app(), clock.now())) {
            lanes.reopen(message.target().app(), clock.now());
        }
    }

    @Override
    public void fenced(Flight flight) {
        fenced(flight.message().origin().partition());
    }

    /** Another replica has claimed the partition. */
    void fenced(int partition) {
        admission.fenced(partition);
    }

    @Override
    public Verdict.Ruling answered(Flight flight, Outcome outcome, int attempt) {
        QueuedMessage message = flight.message();
        Instant now = clock.now();
        lanes.answered(message.msgId(), flight.place(), now);
        wire.answered(message);
        Verdict.Ruling ruling = verdict.of(outcome, attempt, message, now);
        if (gates.ended(message.target().app(), outcome, now)) {
            lanes.reopen(message.target().app(), now);
        }
        if (ruling.retry() == null) {
            lanes.free(message.msgId(), now);
        }
        settle();
        return ruling;
    }

    @Override
    public void brokeOff(Flight flight) {
        QueuedMessage message = flight.message();
        lanes.brokeOff(message.msgId(), flight.place() == null, clock.now());
        gates.notMade(message.target().app(), clock.now());
        lanes.reopen(message.target().app(), clock.now());
        left(flight);
    }

    @Override
    public void landed(Flight flight) {
        lanes.free(flight.message().msgId(), clock.now());
        end(flight);
    }

    @Override
    public void landedToRetry(Flight flight, QueuedMessage again) {
        if (admission.mayRest(again)) {
            lanes.rest(again, clock.now());
        } else {
            lanes.free(again.msgId(), clock.now());
        }
        end(flight);
    }

    private void end(Flight flight) {
        lanes.end(flight.message().msgId(), clock.now());
        left(flight);
    }

    private void left(Flight flight) {
        flights.end(flight);
        wire.remove(flight.message());
        settle();
    }

    private Flight flight(QueuedMessage message) {
        wire.add(message);
        Flight flight = new Flight(message, attempts, loop, this);
        flights.begin(flight);
        return flight;
    }

    /** Starts what can start and lets in what there is room for. */
    private void settle() {
        Instant now = clock.now();
        while (mode == DispatchMode.OPEN && wire.hasRoom()) {
            var next = lanes.start(now);
            if (next.isEmpty()) {
                break;
            }
            flight(next.get()).start();
        }
        gates.forEach(tokens::look);
        load = lanes.load();
        room.admit(load, now);
        room.nextAlarm(now).ifPresent(wakeUp::noLaterThan);
        if (wire.hasRoom()) {
            lanes.nextAlarm().ifPresent(wakeUp::noLaterThan);
        }
    }
}
