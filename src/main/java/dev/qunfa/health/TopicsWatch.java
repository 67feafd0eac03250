package dev.qunfa.health;

import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Looks after the topics that this service needs, from its start on; well means that all of them are there. */
@Wellness
@ApplicationScoped
public class TopicsWatch implements HealthCheck {
    private static final long INTERVAL_MS = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Topics topics;
    private final Heartbeats heartbeats;
    private final List<String> names;
    private Heartbeat heartbeat;
    private volatile boolean stopped;

    TopicsWatch(
            Topics topics,
            Heartbeats heartbeats,
            @ConfigProperty(name = "qunfa.requests.topic", defaultValue = "qunfa.requests") String requests,
            @ConfigProperty(name = "qunfa.results.topic", defaultValue = "qunfa.results") String results,
            @ConfigProperty(name = "qunfa.dlq.topic", defaultValue = "qunfa.requests.dlq") String deadLetters,
            PlatformEventsTopic platformEvents) {
        this.topics = topics;
        this.heartbeats = heartbeats;
        this.names = new ArrayList<>(List.of(requests, results, deadLetters));
        platformEvents.name().ifPresent(names::add);
    }

    void start(@Observes @AtStep(StartStep.HOUSEKEEPING) Starting event, Vertx vertx) {
        heartbeat = heartbeats.register("topics", LIMIT);
        round(vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        heartbeat.stop();
    }

    private void round(Vertx vertx) {
        look().subscribe().with(looked -> again(vertx), failure -> again(vertx));
    }

    /** On a worker thread: the admin client is made by the first look. */
    private Uni<Void> look() {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndMerge(topics::look)
                .collect()
                .last()
                .replaceWithVoid()
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void again(Vertx vertx) {
        heartbeat.beat();
        if (!stopped) {
            vertx.setTimer(INTERVAL_MS, timer -> round(vertx));
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Topics");
        boolean well = true;
        for (Map.Entry<String, Topics.Finding> topic : topics.all().entrySet()) {
            well &= topic.getValue() instanceof Topics.Present;
            response.withData(topic.getKey(), describe(topic.getValue()));
        }
        return response.status(well).build();
    }

    private static String describe(Topics.Finding finding) {
        if (finding instanceof Topics.Present present) {
            return present.partitions() + " partitions";
        }
        return finding instanceof Topics.Unknown unknown ? "unknown: " + unknown.why() : "missing";
    }
}
