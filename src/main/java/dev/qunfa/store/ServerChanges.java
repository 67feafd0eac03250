package dev.qunfa.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Tells when new connections lead to another database server than before: a standby that was promoted, a restored copy, or the
 * same server started anew. What it has need not be what this replica knows to have been committed, so whatever is remembered
 * of the database is to be forgotten. Thread-safe.
 */
@ApplicationScoped
public class ServerChanges {
    private static final Logger LOG = Logger.getLogger(ServerChanges.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private ServerIdentity latest;

    /**
     * @param listener called on the event loop of the first connection to the other server, before anything is asked of it;
     *     must not block
     */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** A new connection leads to this server. */
    void connected(ServerIdentity server) {
        ServerIdentity before;
        synchronized (this) {
            before = latest;
            latest = server;
        }
        if (before == null || before.equals(server)) {
            return;
        }
        listeners.forEach(Runnable::run);
        if (before.history().equals(server.history())) {
            LOG.info("PostgreSQL was started anew; what was remembered of it is read again.");
        } else {
            LOG.warnf(
                    "PostgreSQL is another server, or has begun a new timeline (%s, before %s): what was remembered of it is read"
                            + " again. If it lacks commits of the one before, what this replica has posted is in doubt, not"
                            + " posted again. See docs/operations/failover.md.",
                    server.history(), before.history());
        }
    }
}
