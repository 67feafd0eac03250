package dev.qunfa.dispatch;

import dev.qunfa.health.FailureLog;
import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.platform.Outcome;
import dev.qunfa.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What lets an app's messages pass or holds them: the circuit of its way to the platform, and its access token, which must be there
 * and be accepted. Lanes that found it shut wait at it, and so do those whose head waits for another attempt for a reason that is the
 * app's and not the message's. For one thread.
 */
final class AppGate {
    private static final Logger LOG = Logger.getLogger(AppGate.class);
    /** Between two tries of a token that was refused; the first pause is short, because another replica may just have fetched a newer one. */
    private static final Duration FIRST_TOKEN_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_TOKEN_PAUSE = Duration.ofMinutes(1);

    private final String app;
    private final Circuit circuit;
    private final Circuit access = new Circuit(1, FIRST_TOKEN_PAUSE, LONGEST_TOKEN_PAUSE);
    private final FailureLog circuitLog = new FailureLog(LOG);
    private final FailureLog accessLog = new FailureLog(LOG);
    private final Set<Lane> parked = new LinkedHashSet<>();
    private final BooleanSupplier token;
    private final Runnable onOpened;
    private Instant announced = Instant.MIN;

    /**
     * @param token whether the app has one now
     * @param onOpened to be done each time the circuit opens
     */
    AppGate(String app, Circuit circuit, BooleanSupplier token, Runnable onOpened) {
        this.app = app;
        this.circuit = circuit;
        this.token = token;
        this.onOpened = onOpened;
    }

    Optional<Waiting> hold(Instant now) {
        if (!circuit.admits(now)) {
            return Optional.of(
                    new Waiting(WaitingReason.CIRCUIT_OPEN, circuit.opensAt().orElse(null)));
        }
        if (!access.admits(now)) {
            return Optional.of(new Waiting(WaitingReason.TOKEN, access.opensAt().orElse(null)));
        }
        return token.getAsBoolean() ? Optional.empty() : Optional.of(new Waiting(WaitingReason.TOKEN, null));
    }

    Circuit circuit() {
        return circuit;
    }

    /** Whether everything passes, as far as is known. */
    boolean isClosed() {
        return circuit.isClosed() && access.isClosed();
    }

    boolean tokenIsRefused() {
        return !access.isClosed();
    }

    void begin() {
        circuit.begin();
        access.begin();
    }

    /**
     * Takes note of what an attempt said.
     *
     * @return whether the gate may have opened or shut
     */
    boolean ended(Outcome outcome, Instant now) {
        Circuit.Position circuitBefore = circuit.position();
        Circuit.Position accessBefore = access.position();
        if (outcome.saysPlatformIsDown()) {
            circuit.failed(now);
            access.saidNothing(now);
        } else if (outcome.saysNothing()) {
            notMade(now);
        } else if (outcome instanceof Outcome.TokenRefused) {
            circuit.answered();
            access.failed(now);
        } else {
            circuit.answered();
            access.answered();
        }
        tell(outcome);
        if (hasMoved(circuitBefore, circuit) && outcome.saysPlatformIsDown()) {
            onOpened.run();
        }
        return hasMoved(circuitBefore, circuit) || hasMoved(accessBefore, access);
    }

    /** An attempt was not made; if it was a probe, there will be another. */
    boolean notMade(Instant now) {
        Circuit.Position circuitBefore = circuit.position();
        Circuit.Position accessBefore = access.position();
        circuit.saidNothing(now);
        access.saidNothing(now);
        return circuitBefore != circuit.position() || accessBefore != access.position();
    }

    private static boolean hasMoved(Circuit.Position before, Circuit circuit) {
        return !before.getClass().equals(circuit.position().getClass());
    }

    private void tell(Outcome outcome) {
        if (circuit.isClosed()) {
            circuitLog.succeeded("App " + app + ": its circuit is closed, the platform answers.");
        } else if (outcome.saysPlatformIsDown()) {
            circuitLog.failed("App " + app + ": its circuit is open, one attempt at a time tries the platform. "
                    + outcome.sentenceOr("It is away") + ".");
        }
        if (access.isClosed()) {
            accessLog.succeeded("App " + app + ": its access token is accepted.");
        } else if (outcome instanceof Outcome.TokenRefused no) {
            accessLog.failed("App " + app + " sends nothing: " + no.sentence() + ". One attempt at a time tries it.");
        }
    }

    /** Nobody waits at the gate: what has been shut for its time is open, on trial. */
    void unused(Instant now) {
        circuit.unused(now);
        access.unused(now);
        if (circuit.isClosed()) {
            circuitLog.succeeded(
                    "App " + app + ": its circuit is closed, since nothing waits; the next failure opens it.");
        }
        if (access.isClosed()) {
            accessLog.succeeded("App " + app + ": its access token is on trial, since nothing waits.");
        }
    }

    /** Whether somebody waits for nothing but a token. */
    boolean lacksToken() {
        return !parked.isEmpty() && !token.getAsBoolean();
    }

    /** When something about the gate is to be looked at, if nobody has asked for that yet. */
    Optional<Instant> news() {
        Optional<Instant> next = circuit.opensAt()
                .map(one -> access.opensAt().filter(other -> other.isAfter(one)).orElse(one))
                .or(access::opensAt)
                .filter(at -> !at.equals(announced));
        next.ifPresent(at -> announced = at);
        return next;
    }

    /** It waits for the gate to open; who came last has its turn last. */
    void park(Lane lane) {
        lane.to(new Lane.Parked());
        parked.add(lane);
    }

    /** It waits for a time, or for the gate to be closed for good, whichever comes first. */
    void rest(Lane lane, Lane.Resting until) {
        lane.to(until);
        parked.add(lane);
    }

    void unpark(Lane lane) {
        parked.remove(lane);
    }

    /** Everybody may try again. */
    List<Lane> release() {
        List<Lane> released = List.copyOf(parked);
        parked.clear();
        return released;
    }

    /** The clock was set back by so much. */
    void setBack(Duration by) {
        circuit.setBack(by);
        access.setBack(by);
        announced = Instant.MIN;
    }
}
