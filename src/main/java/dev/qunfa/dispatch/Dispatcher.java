package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.Schedule;
import dev.qunfa.lifecycle.Target;
import dev.qunfa.lifecycle.Trigger;
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
import java.util.HashSet;
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
    private record LaneKey(String robotId, String groupId) {}

    private final Attempts attempts;
    private final LaneAdmission admission;
    private final DispatchSettings settings;
    private final Gates gates;
    private final Lanes lanes;
    private final InFlight wire;
    private final Room room;
    private final Verdict verdict;
    private final TokenWatch tokens;
    private final Clock clock;
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
        this.gates = settings.gates(gateway::hasToken);
        this.lanes = settings.lanes(gates, owned::servedSince);
        this.wire = settings.inFlight();
        this.room = settings.room();
        this.verdict = settings.verdict();
        this.clock = clock;
        // Of its own, not that of whoever happens to need the dispatcher first.
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.onLoop = new OnLoop(loop);
        this.wakeUp = new WakeUp(loop, clock, this::settle);
        this.tokens = new TokenWatch(gateway, loop, this::reopen);
    }

    @Override
    public Uni<Reservation> reserve(List<Arrival> arrivals) {
        return onLoop.call(() -> {
            Instant now = clock.instant();
            Map<String, Flight> flights = new HashMap<>();
            Set<LaneKey> held = new HashSet<>();
            List<Arrival> reserved = arrivals.stream()
                    .map(arrival -> reserve(arrival, now, flights, held))
                    .toList();
            return new Places(reserved, flights, now.plus(settings.placesAreGoodFor()), clock, loop);
        });
    }

    /** @param held lanes of which an earlier arrival waits, so that none may overtake it */
    private Arrival reserve(Arrival arrival, Instant now, Map<String, Flight> flights, Set<LaneKey> held) {
        Schedule schedule = arrival.request().schedule();
        if (!arrival.isValid() || schedule.tooEarlyAt(now) || schedule.tooLateAt(now)) {
            return arrival;
        }
        QueuedMessage message = QueuedMessage.of(arrival);
        Target target = message.target();
        LaneKey lane = new LaneKey(target.robotId(), target.groupId());
        if (mode != DispatchMode.OPEN || !wire.hasRoom() || held.contains(lane) || !lanes.startAtOnce(message, now)) {
            held.add(lane);
            return arrival;
        }
        flights.put(message.msgId(), flight(message));
        return arrival.begunAt(now);
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
        Instant now = clock.instant();
        messages.forEach(message -> lanes.add(message, now));
        settle();
    }

    private CompletableFuture<Void> awaitRoom(Duration patience) {
        CompletableFuture<Void> admitted = room.await(clock.instant().plus(patience));
        settle();
        return admitted;
    }

    @Override
    public Uni<Map<String, Waiting>> of(Collection<String> msgIds) {
        return onLoop.call(() -> {
            Instant now = clock.instant();
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
            lanes.drop(admission.left(partitions), clock.instant());
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

    int inFlight() {
        return wire.count();
    }

    /** The position of each app's circuit. */
    Uni<Map<String, Circuit.Position>> circuits() {
        return onLoop.call(gates::circuits);
    }

    @Override
    public Pace.Place postAt(Flight flight) {
        return lanes.postAt(flight.message().msgId(), clock.instant());
    }

    @Override
    public void notMade(Flight flight) {
        QueuedMessage message = flight.message();
        lanes.giveUp(message.msgId());
        if (gates.notMade(message.target().app(), clock.instant())) {
            lanes.reopen(message.target().app());
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
    public Trigger answered(Flight flight, Outcome outcome, int attempt) {
        QueuedMessage message = flight.message();
        Instant now = clock.instant();
        lanes.answered(message.msgId(), flight.place(), now);
        wire.answered(message);
        Trigger trigger = verdict.of(outcome, attempt, now);
        if (gates.ended(message.target().app(), outcome, now)) {
            lanes.reopen(message.target().app());
        }
        if (!(trigger instanceof Trigger.NotProcessed)) {
            lanes.free(message.msgId(), now);
        }
        settle();
        return trigger;
    }

    @Override
    public void landed(Flight flight) {
        lanes.free(flight.message().msgId(), clock.instant());
        end(flight);
    }

    @Override
    public void landedToRetry(Flight flight, QueuedMessage again) {
        if (admission.mayRest(again)) {
            lanes.rest(again, clock.instant());
        } else {
            lanes.free(again.msgId(), clock.instant());
        }
        end(flight);
    }

    private void end(Flight flight) {
        lanes.end(flight.message().msgId(), clock.instant());
        wire.remove(flight.message());
        settle();
    }

    private Flight flight(QueuedMessage message) {
        wire.add(message);
        return new Flight(message, attempts, loop, this);
    }

    private void reopen(String app) {
        lanes.reopen(app);
        settle();
    }

    /** Starts what can start and lets in what there is room for. */
    private void settle() {
        Instant now = clock.instant();
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
