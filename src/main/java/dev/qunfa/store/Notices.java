package dev.qunfa.store;

import dev.qunfa.health.FailureLog;
import dev.qunfa.health.Heartbeat;
import dev.qunfa.health.Heartbeats;
import dev.qunfa.partition.OwnedPartitions;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What replicas tell each other by LISTEN and NOTIFY: that an event of one of their partitions is in the outbox, that an operator
 * has paused something. A notice is a courtesy: relays look by themselves every {@code qunfa.results.poll}, or somewhat later when
 * all is quiet, and pauses are looked for every {@code qunfa.dispatch.pause-poll}, so that one that is lost costs that much and no
 * more. What is left of a partition's last owner needs no notice: its next one looks at once.
 *
 * <p>It listens on a connection of its own. Vert.x has a {@code PgSubscriber} for that, but one whose first attempt to connect has
 * failed never makes another, and one whose host is gone without a word does not find out.
 */
@ApplicationScoped
class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final String OUTBOX = "qunfa_outbox";
    private static final String LISTEN = "listen " + OUTBOX + "; listen " + Pauses.CHANNEL;
    /** What the database's own list of connections calls this one. */
    static final String APPLICATION = "qunfa notices";

    private static final long RETRY_MS = 2_000;
    /** The database is asked something now and then, since nothing else shows whether it is still there. */
    private static final long ASK_MS = 30_000;

    /** A connection is asked, or another tried, far more often. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(3);

    private final Database database;
    private final OwnedPartitions owned;
    private final Unpublished unpublished;
    private final Pauses pauses;
    private final DatabaseAddress address;
    private final FailureLog failures = new FailureLog(LOG);
    private volatile Heartbeat heartbeat;
    private volatile PgConnection connection;
    private volatile boolean stopped;

    Notices(Database database, OwnedPartitions owned, Unpublished unpublished, Pauses pauses, DatabaseAddress address) {
        this.database = database;
        this.owned = owned;
        this.unpublished = unpublished;
        this.pauses = pauses;
        this.address = address;
    }

    void start(
            @Observes @AtStep(StartStep.NOTIFICATIONS) Starting event,
            Migrations migrations,
            Vertx vertx,
            Heartbeats heartbeats) {
        owned.listen(new LookAtOnce());
        migrations
                .awaited()
                .subscribe()
                .with(
                        done -> listen(vertx, heartbeats.register("notices", LONGEST_ROUND)),
                        failure -> LOG.debug("There is no schema."));
    }

    private final class LookAtOnce implements OwnedPartitions.Listener {
        @Override
        public void assigned(Set<Integer> partitions) {
            unpublished.wake();
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            // Nothing is to be published of them any more.
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        if (connection != null) {
            connection.close();
        }
    }

    /** Tells whoever serves them, if any of these messages is served elsewhere. */
    void tellOwners(Collection<LockedMessage> told) {
        if (told.stream().anyMatch(row -> !owned.contains(row.partition()))) {
            database.execute("select pg_notify($1, '')", Tuple.of(OUTBOX))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("A notice was not given: %s", failure.getMessage()));
        }
    }

    /** Tries until it succeeds, and again whenever the connection is lost. */
    void listen(Vertx vertx, Heartbeat beating) {
        heartbeat = beating;
        listen(vertx);
    }

    private void listen(Vertx vertx) {
        if (stopped) {
            return;
        }
        heartbeat.beat();
        address.connect(vertx, APPLICATION)
                .onSuccess(made -> new Listening(vertx, made).begin())
                .onFailure(failure -> listenLater(vertx, Outage.reason(failure)));
    }

    /** One connection, from its beginning to its one end. */
    private final class Listening {
        private final Vertx vertx;
        private final PgConnection made;
        private final AtomicBoolean ended = new AtomicBoolean();
        private long asking;

        private Listening(Vertx vertx, PgConnection made) {
            this.vertx = vertx;
            this.made = made;
        }

        private void begin() {
            connection = made;
            // What ends it is told to the handler of its end.
            made.exceptionHandler(broken -> {});
            made.notificationHandler(notice -> heard(notice.getChannel()));
            made.closeHandler(closed -> end("the connection is closed"));
            asking = vertx.setPeriodic(ASK_MS, timer -> ask());
            made.query(LISTEN)
                    .execute()
                    .onSuccess(listening -> begun())
                    .onFailure(failure -> end(Outage.reason(failure)));
            if (stopped) {
                made.close();
            }
        }

        private void begun() {
            failures.succeeded("Notices of other replicas are heard again.");
            makeUpForWhatWasMissed();
        }

        private void ask() {
            made.query("select 1")
                    .execute()
                    .onSuccess(answered -> heartbeat.beat())
                    .onFailure(failure -> end(Outage.reason(failure)));
        }

        /** The connection may have been closed before anybody asked to be told, so whoever notices first ends it. */
        private void end(String reason) {
            if (ended.compareAndSet(false, true)) {
                // The client keeps what is not closed at this end, too.
                made.close();
                vertx.cancelTimer(asking);
                listenLater(vertx, reason);
            }
        }
    }

    private void listenLater(Vertx vertx, String reason) {
        if (!stopped) {
            failures.failed(
                    "Notices of other replicas are not heard; what they tell is looked for now and then. " + reason);
            vertx.setTimer(RETRY_MS, again -> listen(vertx));
        }
    }

    private void heard(String channel) {
        if (channel.equals(OUTBOX)) {
            unpublished.wake();
        } else {
            pauses.changed();
        }
    }

    /** What was told while nobody listened counts as heard now. */
    private void makeUpForWhatWasMissed() {
        unpublished.wake();
        pauses.changed();
    }
}
