package dev.qunfa.intake;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Topics;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.Forwarding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sees to it that records are published once more: dead letters, and records that belong into another partition. Completes when they
 * are durable: acknowledged by the broker or, while their topic does not take them, kept in the database, so that intake goes on (I12).
 * If that has no room left either, it waits, and says so. Thread-safe.
 */
@ApplicationScoped
class Forwarder {
    static final String REROUTED = TopicWriter.REROUTED;

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final int AT_ONCE = 64;

    private final TopicWriter writer;
    private final Forwarding waiting;
    private final Homes homes;
    private final Topics topics;
    private final IntakeConfig config;
    private final Map<Forward.Kind, Route> routes = new EnumMap<>(Forward.Kind.class);
    private final FailureLog keeping = new FailureLog(LOG);

    Forwarder(
            TopicWriter writer,
            Forwarding waiting,
            Homes homes,
            Topics topics,
            IntakeConfig config,
            @ConfigProperty(name = "qunfa.dlq.topic", defaultValue = "qunfa.requests.dlq") String deadLetterTopic) {
        this.writer = writer;
        this.waiting = waiting;
        this.homes = homes;
        this.topics = topics;
        this.config = config;
        routes.put(Forward.Kind.DEAD_LETTER, new Route(deadLetterTopic, "Dead letters", LOG));
        routes.put(Forward.Kind.REROUTE, new Route(config.topic(), "Records that belong into another partition", LOG));
    }

    void measure(MeterRegistry registry) {
        routes.forEach((kind, route) -> registry.gauge(
                "qunfa.forwarding.fails",
                List.of(Tag.of("kind", kind.wireName())),
                route,
                each -> each.failsFor().toMillis() / 1_000.0));
    }

    Uni<Void> bury(List<DeadLetter> letters) {
        return all(letters.stream()
                .map(letter -> forward(Forward.Letter.of(letter)))
                .toList());
    }

    Uni<Void> reroute(List<Reroute> records) {
        return all(records.stream()
                .map(each -> forward(new Forward.Rerouted(each.record(), each.robotId())))
                .toList());
    }

    Map<Forward.Kind, Route> routes() {
        return routes;
    }

    /** One try, which is noted. Nothing is produced to a topic that is missing: brokers may create it then. */
    Uni<Void> publish(Forward forward) {
        Route route = routes.get(forward.kind());
        if (topics.isMissing(route.topic())) {
            route.failed("The topic does not exist.");
            return Uni.createFrom().failure(new IllegalStateException("the topic does not exist"));
        }
        return writer.write(forward, homes.known())
                .invoke(route::succeeded)
                .onFailure()
                .invoke(failure -> route.failed(why(failure)));
    }

    private Uni<Void> forward(Forward forward) {
        return Uni.createFrom()
                .deferred(() -> routes.get(forward.kind()).isClosed()
                        ? keep(forward)
                        : publish(forward).onFailure().recoverWithUni(() -> keep(forward)));
    }

    private Uni<Void> keep(Forward forward) {
        routes.get(forward.kind()).keeping();
        return CallerContext.of(Uni.createFrom()
                .deferred(() -> waiting.keep(forward.waiting(), config.maxWaitingBytes()))
                .invoke(kept -> {
                    if (!kept) {
                        throw new IllegalStateException("there is no room for more");
                    }
                })
                .invoke(() -> keeping.succeeded("Records that cannot be published are kept again."))
                .onFailure()
                .invoke(failure ->
                        keeping.failed("Records that can neither be published nor kept in the database hold up intake. "
                                + failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(config.retryInitial(), config.retryMax())
                .indefinitely()
                .replaceWithVoid());
    }

    /** Kafka's messages name topics and partitions, nothing of a record. */
    private static String why(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Uni<Void> all(List<Uni<Void>> sends) {
        if (sends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(sends)
                .onItem()
                .transformToUni(send -> send)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
