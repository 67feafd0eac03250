package dev.qunfa.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What the configuration makes of the parts of dispatch. */
@ApplicationScoped
class DispatchSettings {
    private final DispatchConfig dispatch;
    private final RetryConfig retry;
    private final CircuitConfig circuit;
    private final Duration placesAreGoodFor;

    DispatchSettings(DispatchConfig dispatch, RetryConfig retry, CircuitConfig circuit) {
        this.dispatch = dispatch;
        this.retry = retry;
        this.circuit = circuit;
        this.placesAreGoodFor = shorter(dispatch.attemptGrace().dividedBy(2), Attempts.FRESH);
    }

    int laneCapacity() {
        return dispatch.laneCapacity();
    }

    Room room() {
        return new Room(dispatch.laneCapacity(), dispatch.enoughReady());
    }

    Gates gates(Gates.Tokens tokens) {
        return new Gates(circuit, tokens);
    }

    Lanes lanes(Gates gates, ServedPartitions served) {
        RobotRates rates = dispatch.robotRates().orElse(RobotRates.NONE).forAllOthers(dispatch.robotRate());
        return new Lanes(gates, served, rates, dispatch.maxInFlightPerRobot(), dispatch.laneBytes());
    }

    InFlight inFlight() {
        return new InFlight(dispatch.maxInFlight(), dispatch.laneBytes());
    }

    Verdict verdict() {
        return new Verdict(new RetryPolicy(retry, RandomGenerator.getDefault()));
    }

    /** How long a place that is kept for an arrival may still be posted. */
    Duration placesAreGoodFor() {
        return placesAreGoodFor;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
