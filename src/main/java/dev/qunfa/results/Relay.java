package dev.qunfa.results;

import dev.qunfa.store.Outbox;
import dev.qunfa.store.OutboxRow;
import dev.qunfa.store.Unpublished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes the outbox on a thread of its own: looks for the oldest rows, publishes their events, and forgets the rows that
 * the broker has acknowledged with its next look, while others are on their way. A row leaves the outbox after the
 * acknowledgement (I1), so a crash repeats events but loses none.
 */
@ApplicationScoped
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);
    private static final int AFTER_DISPATCH = 5000;
    private static final long TOGETHER_NANOS = 5_000_000;
    private static final long MANY_TOGETHER_NANOS = 15_000_000;
    private static final int MANY = 20;
    private static final long FORGET_NANOS = 100_000_000;

    private final Outbox outbox;
    private final ResultsProducer producer;
    private final ResultsConfig config;
    private final Counter published;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "qunfa-relay");
    private volatile boolean stopping;
    private boolean failing;
    private long lastLook = System.nanoTime();
    private long lastForgotten = System.nanoTime();
    private int eventsAtLastLook;

    Relay(Outbox outbox, ResultsProducer producer, ResultsConfig config, MeterRegistry registry) {
        this.outbox = outbox;
        this.producer = producer;
        this.config = config;
        this.published = registry.counter("qunfa.results.published");
    }

    void start(@Observes StartupEvent event, Unpublished unpublished) {
        unpublished.listen(work::release);
        producer.listen(this::acknowledged);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is acknowledged leaves the outbox with the next look; only when there is no room is that worth a look of its own. */
    private void acknowledged() {
        if (producer.eventsUnderway() > config.batch() / 2) {
            work.release();
        }
    }

    /** After the lanes are drained, so that the last outcomes are told before the service ends. */
    void stop(@Observes @Priority(AFTER_DISPATCH) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        work.release();
        thread.join(config.flush().toMillis());
        thread.interrupt();
    }

    private void run() {
        try {
            while (!stopping || !producer.underway().isEmpty()) {
                awaitWork();
                empty();
            }
        } catch (InterruptedException e) {
            LOG.warn("The relay was stopped before the outbox was empty; the next start goes on with it.");
        }
    }

    /** Events that follow each other closely share a look, the more the more there are; the first one after a pause has its own. */
    private void awaitWork() throws InterruptedException {
        if (work.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            long sinceLook = System.nanoTime() - lastLook;
            long together = eventsAtLastLook < MANY ? TOGETHER_NANOS : MANY_TOGETHER_NANOS;
            if (sinceLook < together && !stopping) {
                TimeUnit.NANOSECONDS.sleep(together - sinceLook);
            }
        }
        work.drainPermits();
        lastLook = System.nanoTime();
    }

    private void empty() throws InterruptedException {
        try {
            boolean full = publishNext();
            while (full) {
                full = publishNext();
            }
        } catch (PublishingException | RuntimeException e) {
            recover(e);
        }
    }

    /** True if the look was full, so that there may be more. */
    private boolean publishNext() throws PublishingException {
        List<OutboxRow> acknowledged = toForget();
        List<Long> gone = ids(acknowledged);
        int room = config.batch() - producer.eventsUnderway();
        if (room <= 0 && gone.isEmpty()) {
            return false;
        }
        List<OutboxRow> rows = outbox.next(gone, producer.underway(), Math.max(1, room))
                .await()
                .atMost(DATABASE_PATIENCE);
        producer.forget(acknowledged);
        published.increment(events(acknowledged));
        for (OutboxRow row : rows) {
            producer.publish(row);
        }
        failing = false;
        eventsAtLastLook = events(rows);
        return eventsAtLastLook >= room;
    }

    /** What is acknowledged leaves the outbox a little later, in one go: a look that only reads costs the database no commit. */
    private List<OutboxRow> toForget() throws PublishingException {
        List<OutboxRow> acknowledged = producer.acknowledged();
        long now = System.nanoTime();
        boolean isCrowded = producer.eventsUnderway() > config.batch() / 4;
        if (!stopping && !isCrowded && now - lastForgotten < FORGET_NANOS) {
            return List.of();
        }
        lastForgotten = now;
        return acknowledged;
    }

    private static List<Long> ids(List<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::id).toList();
    }

    private static int events(List<OutboxRow> rows) {
        return rows.stream().mapToInt(row -> row.events().size()).sum();
    }

    private void recover(Exception failure) throws InterruptedException {
        if (!failing) {
            LOG.warnf("Events cannot be published; they wait in the outbox. %s", failure.getMessage());
        }
        failing = true;
        producer.reset();
        TimeUnit.MILLISECONDS.sleep(config.pauseAfterFailure().toMillis());
    }
}
