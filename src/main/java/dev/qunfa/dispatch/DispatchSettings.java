package dev.qunfa.dispatch;

import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the configuration makes of the parts of dispatch. */
@ApplicationScoped
class DispatchSettings {
    /** An attempt that takes longer is told of: its own time-out is over long before. */
    private static final Duration STUCK = Duration.ofMinutes(2);
    /** The loop goes round each second. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final DispatchConfig dispatch;
    private final RetryConfig retry;
    private final CircuitConfig circuit;
    private final Heartbeats heartbeats;
    private final MeterRegistry registry;
    private final Duration placesAreGoodFor;

    DispatchSettings(
            DispatchConfig dispatch,
            RetryConfig retry,
            CircuitConfig circuit,
            Heartbeats heartbeats,
            MeterRegistry registry) {
        this.dispatch = dispatch;
        this.retry = retry;
        this.circuit = circuit;
        this.heartbeats = heartbeats;
        this.registry = registry;
        this.placesAreGoodFor = shorter(dispatch.attemptGrace().dividedBy(2), Attempts.FRESH);
    }

    int laneCapacity() {
        return dispatch.laneCapacity();
    }

    Room room() {
        return new Room(dispatch.laneCapacity(), dispatch.enoughReady());
    }

    /** @param onOpened to be done each time a circuit opens */
    Gates gates(Gates.Tokens tokens, Runnable onOpened) {
        return new Gates(circuit, tokens, onOpened);
    }

    Lanes lanes(Gates gates, ServedPartitions served) {
        RobotRates rates = dispatch.robotRates().orElse(RobotRates.NONE).forAllOthers(dispatch.robotRate());
        return new Lanes(gates, served, rates, dispatch.maxInFlightPerRobot(), dispatch.laneBytes(), retry.maxAge());
    }

    /** @param onSetBack told by how much the clock was set back */
    LoopClock clock(Clock clock, List<Consumer<Duration>> onSetBack) {
        return new LoopClock(
                clock, System::nanoTime, registry, by -> onSetBack.forEach(listener -> listener.accept(by)));
    }

    Flights flights() {
        return new Flights(STUCK, System::nanoTime);
    }

    /** Of the loop that looks for tokens and for what takes too long. */
    Heartbeat heartbeat() {
        return heartbeats.register("dispatch", SILENCE);
    }

    InFlight inFlight() {
        return new InFlight(dispatch.maxInFlight(), dispatch.laneBytes());
    }

    Verdict verdict() {
        return new Verdict(new RetryPolicy(retry, circuit.delay(), RandomGenerator.getDefault()));
    }

    /** How long a place that is kept for an arrival may still be posted. */
    Duration placesAreGoodFor() {
        return placesAreGoodFor;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
