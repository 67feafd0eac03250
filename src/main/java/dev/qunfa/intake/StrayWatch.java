package dev.qunfa.intake;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.RequestsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Looks for messages in partitions that the topic does not have, soon after partitions were assigned and every few seconds, and sees to
 * it that somebody serves them. What follows from a look happens on the consumer's thread, as all that is said of partitions.
 */
@ApplicationScoped
class StrayWatch {
    private static final Logger LOG = Logger.getLogger(StrayWatch.class);
    private static final long INTERVAL_MS = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** A database that does not answer is no reason to end the process. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RequestsTopics topics;
    private final Homes homes;
    private final OwnedPartitions owned;
    private final Offsets offsets;
    private final IntakeConfig config;
    private final Heartbeats heartbeats;
    private final StrayPartitions strays = new StrayPartitions();
    private final FailureLog failures = new FailureLog(LOG);
    private volatile Heartbeat heartbeat;
    private volatile boolean stopped;

    StrayWatch(
            RequestsTopics topics,
            Homes homes,
            OwnedPartitions owned,
            @Identifier(Offsets.STRATEGY) Offsets offsets,
            IntakeConfig config,
            Heartbeats heartbeats) {
        this.topics = topics;
        this.homes = homes;
        this.owned = owned;
        this.offsets = offsets;
        this.config = config;
        this.heartbeats = heartbeats;
    }

    void start(@Observes @AtStep(StartStep.PARTITIONS) Starting event, Vertx vertx) {
        heartbeat = heartbeats.register("strays", LIMIT);
        again(vertx);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        heartbeat.stop();
    }

    /** With those of the topic come the strays that they carry. On the consumer's thread. */
    synchronized Set<Integer> with(Set<Integer> assigned) {
        return union(assigned, strays.assigned(assigned));
    }

    /** With those of the topic go the strays that they carry. On the consumer's thread. */
    synchronized Set<Integer> without(Set<Integer> revoked) {
        return union(revoked, strays.revoked(revoked));
    }

    /** The partition of the topic by which it is known who serves this one. */
    synchronized int carrier(int partition) {
        return strays.carrier(partition);
    }

    /** One look; what follows from it has been told when it completes. */
    Uni<Void> look() {
        if (!config.serveStrays()) {
            return Uni.createFrom().voidItem();
        }
        return homes.current()
                .chain(layout -> topics.strays(layout.partitions())
                        .map(found -> union(found, homesWithoutPartition(layout)))
                        .chain(found -> offsets.onPollingThread(consumer -> serve(layout, found))))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    /** Partitions were assigned. Does not wait for the look; one that fails is made up for by the next. */
    void lookSoon() {
        homes.suspect();
        look().runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("A look for strays failed. %s", failure.getMessage()));
    }

    private void serve(Layout layout, Set<Integer> found) {
        StrayPartitions.Change change = looked(layout, found);
        if (!change.leftAlone().isEmpty()) {
            owned.revoked(change.leftAlone());
        }
        if (!change.adopted().isEmpty()) {
            LOG.warnf(
                    "The requests topic has only %2$d partitions: what is left in %1$s is served here.",
                    change.adopted(), layout.partitions());
            owned.assigned(change.adopted());
        }
    }

    private synchronized StrayPartitions.Change looked(Layout layout, Set<Integer> found) {
        return strays.looked(layout.partitions(), found);
    }

    private static Set<Integer> homesWithoutPartition(Layout layout) {
        return IntStream.range(layout.partitions(), Math.max(layout.partitions(), layout.homes()))
                .boxed()
                .collect(Collectors.toSet());
    }

    private void again(Vertx vertx) {
        if (!stopped) {
            vertx.setTimer(INTERVAL_MS, timer -> look().subscribe().with(done -> succeeded(vertx), failure -> {
                failures.failed("It cannot be told whether messages are in partitions that the topic does not have. "
                        + failure.getMessage());
                heartbeat.beat();
                again(vertx);
            }));
        }
    }

    private void succeeded(Vertx vertx) {
        failures.succeeded("It can be told again whether messages are in partitions that the topic does not have.");
        heartbeat.beat();
        again(vertx);
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }
}
