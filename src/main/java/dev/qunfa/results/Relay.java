package dev.qunfa.results;

import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.Outbox;
import dev.qunfa.store.OutboxRow;
import dev.qunfa.store.Unpublished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes the outbox on a thread of its own. What this replica has just committed is published from memory, as far as its
 * events are the next ones of their messages; for everything else the relay looks into the database, now and then and when there
 * is reason to, and each look forgets the rows that the broker has acknowledged. A row leaves the outbox after the
 * acknowledgement (I1), so a crash repeats events but loses none.
 */
@ApplicationScoped
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);
    private static final int AFTER_DISPATCH = 5000;
    private static final long TOGETHER_NANOS = 2_000_000;
    private static final long MANY_TOGETHER_NANOS = 5_000_000;
    private static final int MANY = 20;
    private static final long FORGET_NANOS = 100_000_000;
    /** After so many rounds without anything to do it looks only now and then. */
    private static final int QUIET = 25;

    private static final int NOW_AND_THEN = 10;
    private static final int MOST_SEQUENCES = 20_000;
    private static final int MOST_ENDED = 2_000;

    private final Outbox outbox;
    private final Unpublished unpublished;
    private final ResultsProducer producer;
    private final ResultsConfig config;
    private final Counter published;
    private final Sequences sequences = new Sequences(MOST_SEQUENCES, MOST_ENDED);
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "qunfa-relay");
    private volatile boolean stopping;
    private volatile boolean crowded;
    private boolean failing;
    private long lastRound = System.nanoTime();
    private long lastLook = System.nanoTime();
    private long lastForgotten = System.nanoTime();
    private int eventsOfRound;
    private int quietRounds;

    Relay(
            Outbox outbox,
            Unpublished unpublished,
            ResultsProducer producer,
            ResultsConfig config,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.unpublished = unpublished;
        this.producer = producer;
        this.config = config;
        this.published = registry.counter("qunfa.results.published");
    }

    void start(@Observes @AtStep(StartStep.RESULTS) Starting event) {
        unpublished.listen(work::release);
        producer.listen(this::acknowledged);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is acknowledged leaves the outbox with a later look; only when there was no room is that worth waking up for. */
    private void acknowledged() {
        if (crowded && producer.eventsUnderway() < config.batch() / 2) {
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

    /** Events that follow each other closely share a round, the more the more there are; the first call after a pause has its own. */
    private void awaitWork() throws InterruptedException {
        long patience = betweenLooks();
        if (!producer.underway().isEmpty()) {
            patience = Math.min(patience, FORGET_NANOS);
        }
        if (work.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
            long sinceRound = System.nanoTime() - lastRound;
            long together = eventsOfRound < MANY ? TOGETHER_NANOS : MANY_TOGETHER_NANOS;
            if (sinceRound < together && !stopping) {
                TimeUnit.NANOSECONDS.sleep(together - sinceRound);
            }
        }
        work.drainPermits();
        lastRound = System.nanoTime();
    }

    /** In nanoseconds. */
    private long betweenLooks() {
        return config.poll().toNanos() * (quietRounds < QUIET ? 1 : NOW_AND_THEN);
    }

    private void empty() throws InterruptedException {
        try {
            eventsOfRound = 0;
            List<OutboxRow> acknowledged = producer.acknowledged();
            List<OutboxRow> left = publishKnown();
            if (!left.isEmpty() || isLookDue(acknowledged)) {
                boolean full = publishNext();
                while (full) {
                    full = publishNext();
                }
                if (!crowded) {
                    // The look has found them, unless they were published before.
                    left.forEach(unpublished::forget);
                }
            }
            quietRounds = eventsOfRound == 0 && acknowledged.isEmpty() ? quietRounds + 1 : 0;
            failing = false;
        } catch (PublishingException | RuntimeException e) {
            recover(e);
        }
    }

    /** Publishes what was committed here, as far as nothing can come before it; the rows that have to be looked for. */
    private List<OutboxRow> publishKnown() throws PublishingException {
        List<OutboxRow> left = new ArrayList<>();
        for (OutboxRow row : unpublished.rows()) {
            if (producer.underway().contains(row.id())) {
                // A look came before the news of it.
                unpublished.forget(row);
            } else if (hasRoom() && sequences.advance(row)) {
                unpublished.forget(row);
                eventsOfRound += row.events().size();
                producer.publish(row);
            } else {
                left.add(row);
            }
        }
        return left;
    }

    private boolean hasRoom() {
        crowded = producer.eventsUnderway() >= config.batch();
        return !crowded;
    }

    private boolean isLookDue(List<OutboxRow> acknowledged) {
        long now = System.nanoTime();
        return unpublished.wasToldElsewhere()
                || stopping
                || now - lastLook >= betweenLooks()
                || !acknowledged.isEmpty() && now - lastForgotten >= FORGET_NANOS;
    }

    /** True if the look was full, so that there may be more. */
    private boolean publishNext() throws PublishingException {
        List<OutboxRow> acknowledged = toForget();
        List<Long> gone = ids(acknowledged);
        if (!hasRoom() && gone.isEmpty()) {
            return false;
        }
        int room = config.batch() - producer.eventsUnderway();
        lastLook = System.nanoTime();
        List<OutboxRow> rows = outbox.next(gone, producer.underway(), Math.max(1, room))
                .await()
                .atMost(DATABASE_PATIENCE);
        producer.forget(acknowledged);
        published.increment(events(acknowledged));
        for (OutboxRow row : rows) {
            sequences.published(row);
            producer.publish(row);
        }
        eventsOfRound += events(rows);
        return events(rows) >= room;
    }

    /** What is acknowledged leaves the outbox a little later, in one go: a look that only reads costs the database no commit. */
    private List<OutboxRow> toForget() throws PublishingException {
        List<OutboxRow> acknowledged = producer.acknowledged();
        long now = System.nanoTime();
        if (!stopping && now - lastForgotten < FORGET_NANOS) {
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
        sequences.forgetAll();
        TimeUnit.MILLISECONDS.sleep(config.pauseAfterFailure().toMillis());
    }
}
