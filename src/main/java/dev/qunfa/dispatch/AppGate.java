package dev.qunfa.dispatch;

import dev.qunfa.lifecycle.WaitingReason;
import dev.qunfa.store.Waiting;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What lets an app's messages pass or holds them: its circuit and its token. Lanes that found it shut wait at it. For one thread. */
final class AppGate {
    private final Circuit circuit;
    private final Set<Lane> parked = new LinkedHashSet<>();
    private final BooleanSupplier token;
    private Instant announced = Instant.MIN;

    /** @param token whether the app has one now */
    AppGate(Circuit circuit, BooleanSupplier token) {
        this.circuit = circuit;
        this.token = token;
    }

    Optional<Waiting> hold(Instant now) {
        if (!circuit.admits(now)) {
            return Optional.of(
                    new Waiting(WaitingReason.CIRCUIT_OPEN, circuit.opensAt().orElse(null)));
        }
        return token.getAsBoolean() ? Optional.empty() : Optional.of(new Waiting(WaitingReason.TOKEN, null));
    }

    Circuit circuit() {
        return circuit;
    }

    /** Whether somebody waits for nothing but a token. */
    boolean lacksToken() {
        return !parked.isEmpty() && !token.getAsBoolean();
    }

    /** Whether nobody has asked yet to be woken then. */
    boolean isNews(Instant opensAt) {
        boolean news = !opensAt.equals(announced);
        announced = opensAt;
        return news;
    }

    void park(Lane lane) {
        lane.to(new Lane.Parked());
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
}
