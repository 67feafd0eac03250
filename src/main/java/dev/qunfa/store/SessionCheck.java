package dev.qunfa.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks at each new connection to the database before it is used, in one round trip: which server it leads to, and whether commits
 * there are durable. It sets what must not depend on the defaults of role, database or server: the isolation, and that a commit
 * is durable when it is acknowledged. Thread-safe; results arrive on the thread of the connection.
 */
@ApplicationScoped
class SessionCheck {
    /** Under any other, statements would not see what was committed while they waited for a lock. */
    static final String ISOLATION = "read committed";

    private static final Logger LOG = Logger.getLogger(SessionCheck.class);
    private static final String COMMIT = "synchronous_commit";

    private static final String QUESTION =
            """
            select current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby,
                   current_setting('synchronous_commit') as commits, current_setting('fsync') = 'on' as flushes,
                   current_setting('synchronous_standby_names') <> '' as replicated,
                   current_setting('default_transaction_isolation') as isolation,
                   set_config('default_transaction_isolation', 'read committed', false),
                   pg_postmaster_start_time()::text as started, %s as history, %s
            """;

    /** Whoever may connect may ask this, unless somebody has forbidden it. */
    private static final String HISTORY =
            """
            (select system_identifier from pg_control_system()) || '/'
                || case when pg_is_in_recovery() then '' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end
            """;

    private static final String NO_HISTORY = "''";
    private static final String DURABLE =
            "case when current_setting('synchronous_commit') in ('off', 'local') then set_config('synchronous_commit', 'on', false) end";
    private static final String AS_CHOSEN = "null";

    /** Not allowed, not there, not supported: as services that look like PostgreSQL answer. */
    private static final Set<String> CANNOT_TELL = Set.of("42501", "42883", "0A000", "55000");

    private final ServerChanges changes;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile boolean knowsHistory = true;

    SessionCheck(ServerChanges changes) {
        this.changes = changes;
    }

    /**
     * The connection, ready for use; a failure if it is not to be used, and it is closed then.
     *
     * @param options by which it was made
     */
    <C extends SqlConnection> Future<C> checked(C connection, PgConnectOptions options) {
        boolean chosen = options.getProperties().containsKey(COMMIT);
        Future<Row> answer = ask(connection, chosen);
        return answer.compose(row -> use(connection, row, chosen)).onFailure(unfit -> connection.close());
    }

    private Future<Row> ask(SqlConnection connection, boolean chosen) {
        return question(connection, chosen).recover(failure -> {
            if (!knowsHistory || !(failure instanceof PgException no) || !CANNOT_TELL.contains(no.getSqlState())) {
                return Future.failedFuture(failure);
            }
            knowsHistory = false;
            LOG.debugf("The database's timeline cannot be asked for: %s", no.getMessage());
            return question(connection, chosen);
        });
    }

    private Future<Row> question(SqlConnection connection, boolean chosen) {
        return connection
                .query(QUESTION.formatted(knowsHistory ? HISTORY : NO_HISTORY, chosen ? AS_CHOSEN : DURABLE))
                .execute()
                .map(rows -> rows.iterator().next());
    }

    private <C> Future<C> use(C connection, Row row, boolean chosen) {
        SessionFindings found = new SessionFindings(
                row.getInteger("version"),
                row.getBoolean("standby"),
                row.getString("commits"),
                chosen,
                row.getString("isolation"),
                row.getBoolean("flushes"),
                row.getBoolean("replicated"));
        if (found.refusal().isPresent()) {
            return Future.failedFuture(new NoConnectionException(found.refusal().get()));
        }
        tell(found.warnings(), LOG::warn);
        tell(found.notes(), LOG::info);
        changes.connected(new ServerIdentity(row.getString("history"), row.getString("started")));
        return Future.succeededFuture(connection);
    }

    /** Once: all connections are made in the same way. */
    private void tell(Collection<String> sentences, Consumer<String> log) {
        sentences.stream().filter(told::add).forEach(log);
    }
}
