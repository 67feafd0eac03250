package dev.qunfa.results;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import dev.qunfa.store.ServerChanges;
import dev.qunfa.store.Unpublished;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Publishes the outbox on a thread of its own, round by round ({@link RelayRound}). A row leaves the outbox after the broker's
 * acknowledgement (I1), so a crash repeats events but loses none. The thread goes on whatever happens, beats each round, and says what
 * keeps it from publishing (I11).
 */
@ApplicationScoped
public class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int AFTER_DISPATCH = 5000;
    private static final long TOGETHER_NANOS = 2_000_000;
    private static final long MANY_TOGETHER_NANOS = 5_000_000;
    private static final int MANY = 20;
    /** Longer than several questions to a database that does not answer. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final RelayRound round;
    private final Unpublished unpublished;
    private final ResultsConfig config;
    private final Heartbeat heartbeat;
    private final Progress progress;
    private final FailureLog publishing = new FailureLog(LOG);
    private final FailureLog outbox = new FailureLog(LOG);
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "qunfa-relay");
    private volatile boolean stopping;
    private volatile boolean forgetting;
    private long lastRound = System.nanoTime();

    Relay(RelayRound round, Unpublished unpublished, ResultsConfig config, Heartbeats heartbeats, Progress progress) {
        this.round = round;
        this.unpublished = unpublished;
        this.config = config;
        this.heartbeat = heartbeats.register("relay", LONGEST_ROUND);
        this.progress = progress;
    }

    void start(@Observes @AtStep(StartStep.RESULTS) Starting event, ServerChanges serverChanges) {
        serverChanges.listen(this::forgetEverything);
        unpublished.listen(work::release);
        round.listen(work::release);
        thread.setDaemon(true);
        thread.start();
    }

    /** After the lanes are drained, so that the last outcomes are told before the service ends. */
    void stop(@Observes @Priority(AFTER_DISPATCH) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        work.release();
        thread.join(config.flush().toMillis());
        thread.interrupt();
    }

    /**
     * Drops all that is under way and all that is known of the outbox, and publishes what the database has: it may have lost what this
     * replica saw committed there, and give its ids to other rows. Returns at once; for any thread.
     */
    void forgetEverything() {
        forgetting = true;
        work.release();
    }

    private void run() {
        try {
            while (!stopping || round.hasUnderway()) {
                goRound();
            }
        } catch (InterruptedException e) {
            LOG.warn("The relay was stopped before the outbox was empty; the next start goes on with it.");
        }
        heartbeat.stop();
    }

    private void goRound() throws InterruptedException {
        try {
            heartbeat.beat();
            awaitWork();
            if (forgetting) {
                forgetting = false;
                round.forgetEverything();
            }
            round.run(stopping);
            succeeded();
        } catch (OutboxUnavailableException e) {
            outbox.failed("The outbox cannot be read; what is under way is not affected. " + e.getMessage() + ".");
            pause();
        } catch (NoTopicException e) {
            publishing.failed("Events cannot be published; they wait in the outbox. " + e.getMessage());
            pause();
        } catch (PublishingException e) {
            startAnew(e.reason());
        } catch (RuntimeException | Error e) {
            // The edge of the loop: nobody would start it again. Where memory is short, the JVM is told to exit.
            startAnew(Reason.of(e));
        }
    }

    private void succeeded() {
        outbox.succeeded("The outbox can be read again.");
        Duration failing = publishing.lasts();
        if (!failing.isZero()
                && progress.hasAcknowledged()
                && progress.sinceAcknowledged().compareTo(failing) < 0) {
            publishing.succeeded("Events are published again.");
        }
    }

    /** Events that follow each other closely share a round, the more the more there are; the first call after a pause has its own. */
    private void awaitWork() throws InterruptedException {
        if (work.tryAcquire(round.betweenRounds(), TimeUnit.NANOSECONDS)) {
            long sinceRound = System.nanoTime() - lastRound;
            long together = round.eventsOfRound() < MANY ? TOGETHER_NANOS : MANY_TOGETHER_NANOS;
            if (sinceRound < together && !stopping) {
                TimeUnit.NANOSECONDS.sleep(together - sinceRound);
            }
        }
        work.drainPermits();
        lastRound = System.nanoTime();
    }

    private void startAnew(String reason) throws InterruptedException {
        try {
            publishing.failed("Events cannot be published; they wait in the outbox. " + reason);
            round.startAnew();
        } catch (RuntimeException | Error e) {
            // The edge of the loop, once more: the next round fails, too, and tries again.
            publishing.failed("The relay cannot begin anew. " + Reason.of(e));
        }
        pause();
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(config.pauseAfterFailure().toMillis());
    }
}
