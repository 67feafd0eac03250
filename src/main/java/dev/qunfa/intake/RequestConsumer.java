package dev.qunfa.intake;

import dev.qunfa.health.FailureLog;
import dev.qunfa.store.CallerContext;
import dev.qunfa.store.Dispatching;
import dev.qunfa.store.QueuedMessage;
import dev.qunfa.store.RequestStore;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The channel {@code requests}. A batch of records is acknowledged when every one of them is durable where it belongs
 * (I1): in the store, on the dead-letter topic, or once more on the requests topic. What fails is tried again until it
 * succeeds; so long the consumer waits, once it has a little in hand: the backlog stays in Kafka. A batch is what one poll brought,
 * or several that brought little.
 */
@ApplicationScoped
class RequestConsumer {
    private static final Logger LOG = Logger.getLogger(RequestConsumer.class);
    private static final int FIRST = 100;

    private final Sorter sorter;
    private final RequestStore requests;
    private final Dispatching dispatching;
    private final Forwarder forwarder;
    private final IntakeConfig config;
    private final IntakeMeters meters;
    private final Polls polls;
    private final FailureLog failures = new FailureLog(LOG);
    private volatile boolean stopping;

    RequestConsumer(
            Sorter sorter,
            RequestStore requests,
            Dispatching dispatching,
            Forwarder forwarder,
            IntakeConfig config,
            IntakeMeters meters) {
        this.sorter = sorter;
        this.requests = requests;
        this.dispatching = dispatching;
        this.forwarder = forwarder;
        this.config = config;
        this.meters = meters;
        this.polls = new Polls(config.maxBytesInHand(), this::handle);
        meters.watch(polls);
    }

    /** What is read from now on is left for the next start, or another replica. */
    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        stopping = true;
    }

    @Incoming("requests")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> poll) {
        return polls.add(poll);
    }

    private Uni<Void> handle(List<ConsumerRecord<byte[], byte[]>> records) {
        return CallerContext.of(dispatching.whenRoom())
                .chain(() -> stopping ? Uni.createFrom().nothing() : handleNow(records));
    }

    private Uni<Void> handleNow(List<ConsumerRecord<byte[], byte[]>> records) {
        return persistently(() -> sorter.sort(records)).chain(batch -> forwarder
                .reroute(batch.reroutes())
                .chain(() -> store(batch))
                .chain(() -> hand(batch))
                .invoke(() -> meters.count(batch)));
    }

    private Uni<Void> hand(Batch batch) {
        Uni<Void> taken = take(batch.queued());
        return batch.deadLetters().isEmpty()
                ? taken
                : Uni.combine()
                        .all()
                        .unis(taken, forwarder.bury(batch.deadLetters()))
                        .discardItems();
    }

    private Uni<Void> take(List<QueuedMessage> queued) {
        return queued.isEmpty() ? Uni.createFrom().voidItem() : dispatching.take(queued);
    }

    private Uni<Void> store(Batch batch) {
        return dispatching.reserve(batch.arrivals()).chain(reservation -> persistently(
                        () -> requests.store(reservation.arrivals()))
                .invoke(reservation::settle)
                .invoke(results -> batch.stored(results))
                .invoke(() -> tellOfRefused(batch))
                .replaceWithVoid());
    }

    private static void tellOfRefused(Batch batch) {
        if (batch.refused() > 0) {
            LOG.warnf(
                    "The database does not take %d requests for what is in them; they are dead letters, which say its SQLSTATE.",
                    batch.refused());
        }
    }

    /** A chain that can repeat itself is dear to build, and the first try is nearly always the last. */
    private <T> Uni<T> persistently(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .invoke(this::succeeded)
                .onFailure()
                .recoverWithUni(failure -> again(work, failure));
    }

    private <T> Uni<T> again(Supplier<Uni<T>> work, Throwable first) {
        complain(first);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.retryInitial())
                .chain(work::get)
                .onFailure()
                .invoke(this::complain)
                .onFailure()
                .retry()
                .withBackOff(config.retryInitial(), config.retryMax())
                .indefinitely()
                .invoke(this::succeeded);
    }

    private void succeeded() {
        failures.succeeded("Batches are stored again.");
    }

    private void complain(Throwable failure) {
        failures.failed("A batch cannot be stored; trying again. " + failure.getMessage());
    }
}
