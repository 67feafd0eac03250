package dev.qunfa.dispatch;

import dev.qunfa.platform.PlatformGateway;
import io.vertx.core.Context;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Gets access tokens for apps whose messages wait for one, so that no attempt is spent on finding out. On one event loop. */
final class TokenWatch {
    private static final Logger LOG = Logger.getLogger(TokenWatch.class);
    private static final long PAUSE_MS = 1_000;

    private final PlatformGateway gateway;
    private final Context loop;
    private final Consumer<String> found;
    private final Set<String> wanted = new HashSet<>();

    /** @param found told of the app that has a token now, on the event loop */
    TokenWatch(PlatformGateway gateway, Context loop, Consumer<String> found) {
        this.gateway = gateway;
        this.loop = loop;
        this.found = found;
    }

    void look(String app, AppGate gate) {
        if (gate.lacksToken() && wanted.add(app)) {
            ask(app);
        }
    }

    private void ask(String app) {
        gateway.tokenProblem(app)
                .subscribe()
                .with(
                        problem -> loop.runOnContext(ignored -> answered(app, problem)),
                        failure -> LOG.error("Asking for a token failed.", failure));
    }

    private void answered(String app, Optional<String> problem) {
        if (problem.isEmpty()) {
            wanted.remove(app);
            found.accept(app);
        } else {
            loop.owner().setTimer(PAUSE_MS, timer -> ask(app));
        }
    }
}
