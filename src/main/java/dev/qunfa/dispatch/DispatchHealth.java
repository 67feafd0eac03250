package dev.qunfa.dispatch;

import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows the circuits and the bounds of dispatch. A platform that is down does not make this service unready. */
@Readiness
@ApplicationScoped
public class DispatchHealth implements AsyncHealthCheck {
    private static final List<String> PARTITION_STATES =
            List.of("assigned", "claiming", "recovering", "serving", "contested", "releasing");

    private final Dispatcher dispatcher;
    private final OwnedPartitions partitions;
    private final MeterRegistry registry;

    DispatchHealth(Dispatcher dispatcher, OwnedPartitions partitions, MeterRegistry registry) {
        this.dispatcher = dispatcher;
        this.partitions = partitions;
        this.registry = registry;
    }

    void start(@Observes @AtStep(StartStep.METRICS) Starting event) {
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
        PARTITION_STATES.forEach(state ->
                registry.gauge("qunfa.partitions", Tags.of("state", state), partitions, it -> count(it, state)));
    }

    private static long count(OwnedPartitions partitions, String state) {
        return partitions.statuses().stream()
                .filter(each -> each.state().label().equals(state))
                .count();
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
