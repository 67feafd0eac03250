package dev.qunfa.intake;

import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Forwarding;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Publishes what the {@link Forwarder} had to keep in the database: tries all of it again and again, the oldest first, and goes past
 * what cannot be published yet. Records of one robot keep their order.
 */
@ApplicationScoped
class ForwardingRelay {
    private static final Logger LOG = Logger.getLogger(ForwardingRelay.class);
    private static final long INTERVAL_MS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Each may be a megabyte. */
    private static final int PAGE = 16;

    private final Forwarding waiting;
    private final Forwarder forwarder;
    private final Homes homes;
    private final Heartbeats heartbeats;
    private volatile Heartbeat heartbeat;
    private volatile long left;
    private volatile boolean stopped;
    /** Goes on where it stopped; only one round is under way at a time. */
    private Pass pass = new Pass();

    ForwardingRelay(Forwarding waiting, Forwarder forwarder, Homes homes, Heartbeats heartbeats) {
        this.waiting = waiting;
        this.forwarder = forwarder;
        this.homes = homes;
        this.heartbeats = heartbeats;
    }

    void start(@Observes @AtStep(StartStep.HOUSEKEEPING) Starting event, Vertx vertx, MeterRegistry registry) {
        forwarder.measure(registry);
        registry.gauge("qunfa.forwarding.waiting", this, relay -> relay.left);
        heartbeat = heartbeats.register("forwarding", LIMIT);
        later(vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        heartbeat.stop();
    }

    private void later(Vertx vertx) {
        if (!stopped) {
            vertx.setTimer(INTERVAL_MS, timer -> round().subscribe().with(done -> later(vertx), failure -> {
                LOG.debugf("What waits to be published cannot be read; trying again. %s", failure.getMessage());
                heartbeat.beat();
                later(vertx);
            }));
        }
    }

    /** On through what waits, until a page of which nothing could be published, or the end. */
    Uni<Void> round() {
        if (homes.known() == null) {
            beat();
            return Uni.createFrom().voidItem();
        }
        return pass.go().invoke(() -> pass = pass.hasEnded() ? new Pass() : pass);
    }

    /** A database that does not answer is no reason to end the process: somebody will ask again. */
    private static <T> Uni<T> soon(Uni<T> answer) {
        return answer.ifNoItem().after(PATIENCE).fail();
    }

    /** Then one is tried before the others are. */
    private boolean isFailing() {
        return forwarder.routes().values().stream().anyMatch(Route::isFailing);
    }

    private void beat() {
        if (heartbeat != null) {
            heartbeat.beat();
        }
    }

    /** Once through all that waits. */
    private final class Pass {
        private final Map<Forward.Kind, Long> keptBefore = new EnumMap<>(Forward.Kind.class);
        private final Set<String> stuck = ConcurrentHashMap.newKeySet();
        private final Map<Forward.Kind, Integer> remaining = new EnumMap<>(Forward.Kind.class);
        private long lastId;
        private boolean ended;

        private Uni<Void> go() {
            forwarder.routes().forEach((kind, route) -> keptBefore.putIfAbsent(kind, route.kept()));
            return Multi.createBy()
                    .repeating()
                    .uni(this::page)
                    .whilst(goOn -> goOn && !stopped)
                    .collect()
                    .last()
                    .replaceWithVoid();
        }

        private boolean hasEnded() {
            return ended;
        }

        /** Whether another page may bring something. */
        private Uni<Boolean> page() {
            beat();
            return soon(waiting.next(lastId, isFailing() ? 1 : PAGE)).chain(this::publish);
        }

        private Uni<Boolean> publish(List<Forwarding.Waiting> page) {
            if (page.isEmpty()) {
                end();
                return Uni.createFrom().item(false);
            }
            lastId = page.get(page.size() - 1).id();
            ConcurrentLinkedQueue<Long> published = new ConcurrentLinkedQueue<>();
            Map<String, Uni<Void>> chains = new LinkedHashMap<>();
            for (Forwarding.Waiting each : page) {
                Forward forward = Forward.of(each);
                String key = forward.orderKey(each.id());
                chains.merge(
                        key, once(forward, key, () -> published.add(each.id())), (one, next) -> one.chain(() -> next));
            }
            return Multi.createFrom()
                    .iterable(chains.values())
                    .onItem()
                    .transformToUni(chain -> chain)
                    .merge(PAGE)
                    .collect()
                    .last()
                    .chain(() -> soon(waiting.forget(new ArrayList<>(published))))
                    .map(done -> count(page, new HashSet<>(published)));
        }

        private Uni<Void> once(Forward forward, String key, Runnable published) {
            return Uni.createFrom()
                    .deferred(() -> stuck.contains(key)
                            ? Uni.createFrom().voidItem()
                            : forwarder
                                    .publish(forward)
                                    .invoke(published)
                                    .onFailure()
                                    .recoverWithItem(failure -> {
                                        if (forward instanceof Forward.Rerouted) {
                                            stuck.add(key);
                                        }
                                        return null;
                                    }));
        }

        /** A page of which nothing could be published ends the round: the next would wait just as long. */
        private boolean count(List<Forwarding.Waiting> page, Set<Long> published) {
            page.stream()
                    .filter(each -> !published.contains(each.id()))
                    .forEach(each -> remaining.merge(Forward.of(each).kind(), 1, Integer::sum));
            return !published.isEmpty();
        }

        private void end() {
            ended = true;
            left = remaining.values().stream().mapToInt(Integer::intValue).sum();
            forwarder.routes().forEach((kind, route) -> {
                if (!remaining.containsKey(kind)) {
                    route.nothingWaitsOf(keptBefore.get(kind));
                }
            });
        }
    }
}
