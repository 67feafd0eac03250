package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.PauseSet;
import dev.qunfa.store.Waiting;
import java.time.Duration;
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
    private final Runnable onOpened;
    private final Map<String, AppGate> apps = new HashMap<>();
    private PauseSet pauses = PauseSet.NONE;

    /** @param onOpened to be done each time a circuit opens */
    Gates(CircuitConfig config, Tokens tokens, Runnable onOpened) {
        this.config = config;
        this.tokens = tokens;
        this.onOpened = onOpened;
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
                app,
                name -> new AppGate(
                        name, new Circuit(config.failures(), config.delay()), () -> tokens.has(name), onOpened));
    }

    /**
     * Takes note of what an attempt said.
     *
     * @return whether the app's gate may have opened or shut
     */
    boolean ended(String app, Outcome outcome, Instant now) {
        return gate(app).ended(outcome, now);
    }

    /** An attempt was not made; if it was the probe of a circuit, there will be another. */
    boolean notMade(String app, Instant now) {
        return gate(app).notMade(now);
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

    /** Apps whose access token the platform does not accept. */
    int refusedTokens() {
        return (int) apps.values().stream().filter(AppGate::tokenIsRefused).count();
    }

    /** The clock was set back by so much. */
    void setBack(Duration by) {
        apps.values().forEach(gate -> gate.setBack(by));
    }

    void pauses(PauseSet inForce) {
        pauses = inForce;
    }

    void forEach(BiConsumer<String, AppGate> visitor) {
        Map.copyOf(apps).forEach(visitor);
    }
}
