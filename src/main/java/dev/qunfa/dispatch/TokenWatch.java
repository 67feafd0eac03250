package dev.qunfa.dispatch;

import dev.qunfa.health.Heartbeat;
import dev.qunfa.platform.PlatformGateway;
import io.vertx.core.Context;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Gets access tokens for apps whose messages wait for one, so that no attempt is spent on finding out. It looks round each second and
 * beats; asking may fail as it likes. On one event loop.
 */
final class TokenWatch {
    private static final Logger LOG = Logger.getLogger(TokenWatch.class);
    private static final long PERIOD_MS = 1_000;

    private final PlatformGateway gateway;
    private final Context loop;
    private final Consumer<String> found;
    private final Set<String> asked = new HashSet<>();

    /** @param found told of the app that has a token now, on the event loop */
    TokenWatch(PlatformGateway gateway, Context loop, Consumer<String> found) {
        this.gateway = gateway;
        this.loop = loop;
        this.found = found;
    }

    /** @param round what else is to be looked at in each round; asked for all gates */
    void start(Heartbeat heartbeat, Consumer<BiConsumer<String, AppGate>> gates, Runnable round) {
        loop.owner()
                .setPeriodic(
                        PERIOD_MS,
                        timer -> loop.runOnContext(ignored -> {
                            heartbeat.beat();
                            gates.accept(this::look);
                            round.run();
                        }));
    }

    /** Asks at once if somebody waits for nothing but a token, and nobody has asked. */
    void look(String app, AppGate gate) {
        if (gate.lacksToken() && asked.add(app)) {
            gateway.tokenProblem(app)
                    .subscribe()
                    .with(
                            problem -> loop.runOnContext(ignored -> answered(app, problem)),
                            failure -> loop.runOnContext(ignored -> brokeOff(app, failure)));
        }
    }

    private void answered(String app, Optional<String> problem) {
        if (problem.isEmpty()) {
            asked.remove(app);
            found.accept(app);
        } else {
            again(app);
        }
    }

    private void brokeOff(String app, Throwable failure) {
        // Only the class: nobody knows what the message of an exception that nobody expects holds.
        LOG.errorf("Asking for a token failed: %s", failure.getClass().getName());
        again(app);
    }

    /** Not at once: the next round after that asks. */
    private void again(String app) {
        loop.owner().setTimer(PERIOD_MS, timer -> loop.runOnContext(ignored -> asked.remove(app)));
    }
}
