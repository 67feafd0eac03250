package dev.qunfa.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What replicas tell each other by LISTEN and NOTIFY: that an event of one of their partitions is in the outbox, that an operator
 * has paused something. A notice is a courtesy: relays look by themselves every {@code qunfa.results.poll}, or somewhat later when
 * all is quiet, and pauses are looked for every {@code qunfa.dispatch.pause-poll}, so that one that is lost costs that much and no
 * more. What is left of a partition's last owner needs no notice: its next one looks at once.
 */
@ApplicationScoped
class Notices {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final String CHANNEL = "qunfa_outbox";
    private static final long RETRY_MS = 2_000;

    private final Database database;
    private final OwnedPartitions owned;
    private final Unpublished unpublished;
    private final Pauses pauses;
    private final PgSubscriber subscriber;
    private volatile boolean stopped;

    Notices(
            Database database,
            OwnedPartitions owned,
            Unpublished unpublished,
            Pauses pauses,
            Vertx vertx,
            DatabaseAddress address) {
        this.database = database;
        this.owned = owned;
        this.unpublished = unpublished;
        this.pauses = pauses;
        this.subscriber = PgSubscriber.subscriber(vertx, address.options());
    }

    void start(@Observes StartupEvent event, Migrations migrations, Vertx vertx) {
        subscriber.reconnectPolicy(tries -> RETRY_MS);
        subscriber.channel(CHANNEL).handler(notice -> unpublished.wake());
        subscriber.channel(Pauses.CHANNEL).handler(notice -> pauses.changed());
        owned.listen(new LookAtOnce());
        migrations.awaited().subscribe().with(done -> connect(vertx), failure -> LOG.debug("There is no schema."));
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
        subscriber.close();
    }

    /** Tells whoever serves them, if any of these messages is served elsewhere. */
    void tellOwners(Collection<LockedMessage> told) {
        if (told.stream().anyMatch(row -> !owned.contains(row.partition()))) {
            database.execute("select pg_notify($1, '')", Tuple.of(CHANNEL))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("A notice was not given: %s", failure.getMessage()));
        }
    }

    private void connect(Vertx vertx) {
        subscriber.connect().onFailure(failure -> {
            if (!stopped) {
                vertx.setTimer(RETRY_MS, again -> connect(vertx));
            }
        });
    }
}
