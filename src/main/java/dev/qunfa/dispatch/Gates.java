package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Waiting;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What may hold messages back besides their lanes and robots: pauses, and each app's circuit and token. For one thread. */
final class Gates {
    /** Knows which app has an access token now. */
    interface Tokens {
        boolean has(String app);
    }

    private static final Waiting PAUSED = new Waiting(WaitingReason.PAUSED, null);

    private final CircuitConfig config;
    private final Tokens tokens;
    private final Map<String, AppGate> apps = new HashMap<>();
    private PauseSet pauses = PauseSet.NONE;

    Gates(CircuitConfig config, Tokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    /** Why nothing of this app may go out now. */
    Optional<Waiting> hold(String app, Instant now) {
        return pauses.stopsApp(app) ? Optional.of(PAUSED) : gate(app).hold(now);
    }

    /** Why nothing of this robot may go out now, whatever its app. */
    Optional<Waiting> holdRobot(String robotId) {
        return pauses.stopsRobot(robotId) ? Optional.of(PAUSED) : Optional.empty();
    }

    AppGate gate(String app) {
        return apps.computeIfAbsent(
                app, name -> new AppGate(new Circuit(config.failures(), config.delay()), () -> tokens.has(name)));
    }

    /**
     * Takes note of what an attempt said.
     *
     * @return whether the app's gate may have opened or shut
     */
    boolean ended(String app, Outcome outcome, Instant now) {
        Circuit circuit = gate(app).circuit();
        Circuit.Position before = circuit.position();
        if (outcome.saysPlatformIsDown()) {
            circuit.failed(now);
        } else if (outcome.saysNothing()) {
            circuit.saidNothing(now);
        } else {
            circuit.answered();
        }
        return !before.getClass().equals(circuit.position().getClass());
    }

    /** An attempt was not made; if it was the probe of a circuit, there will be another. */
    boolean notMade(String app, Instant now) {
        Circuit circuit = gate(app).circuit();
        Circuit.Position before = circuit.position();
        circuit.saidNothing(now);
        return before != circuit.position();
    }

    /** The position of each app's circuit. */
    Map<String, Circuit.Position> circuits() {
        Map<String, Circuit.Position> positions = new HashMap<>();
        apps.forEach((app, gate) -> positions.put(app, gate.circuit().position()));
        return positions;
    }

    int openCircuits() {
        return (int) apps.values().stream()
                .filter(gate -> !(gate.circuit().position() instanceof Circuit.Closed))
                .count();
    }

    void pauses(PauseSet inForce) {
        pauses = inForce;
    }

    void forEach(BiConsumer<String, AppGate> visitor) {
        Map.copyOf(apps).forEach(visitor);
    }
}
