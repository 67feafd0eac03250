package dev.qunfa.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows the circuits and the bounds of dispatch. A platform that is down does not make this service unready. */
@Readiness
@ApplicationScoped
public class DispatchHealth implements AsyncHealthCheck {
    private final Dispatcher dispatcher;

    DispatchHealth(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    void measure(@Observes StartupEvent event, MeterRegistry registry) {
        registry.gauge("qunfa.dispatch.in.flight", dispatcher, Dispatcher::inFlight);
        registry.gauge("qunfa.dispatch.waiting", dispatcher, it -> it.load().waiting());
        registry.gauge("qunfa.dispatch.ready", dispatcher, it -> it.load().ready());
        registry.gauge(
                "qunfa.dispatch.waiting.bytes", dispatcher, it -> it.load().waitingBytes());
        registry.gauge("qunfa.circuits.open", dispatcher, it -> it.load().openCircuits());
        registry.gauge("qunfa.tokens.refused", dispatcher, it -> it.load().refusedTokens());
        registry.gauge(
                "qunfa.dispatch.oldest.attempt",
                dispatcher,
                it -> it.oldestAttempt().toMillis() / 1_000.0);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return dispatcher.circuits().map(positions -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("Platform").up();
            positions.forEach((app, position) -> response.withData("circuit of " + app, nameOf(position)));
            return response.build();
        });
    }

    private static String nameOf(Circuit.Position position) {
        if (position instanceof Circuit.Closed) {
            return "closed";
        }
        return position instanceof Circuit.Open ? "open" : "half-open";
    }
}
