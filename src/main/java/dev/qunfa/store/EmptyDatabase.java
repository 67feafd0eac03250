package dev.qunfa.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;

/**
 * Gives an empty database the whole schema in one transaction, with the history that Flyway would have written of it: so that a
 * first start, too, does without Flyway, whose classes take longer than the migrations. Whatever is not quite empty is left
 * alone. Thread-safe; results arrive on the thread of the database connection.
 */
final class EmptyDatabase {
    /** Any number that nobody else locks by. */
    private static final long LOCK = 0x51756e66_61736368L;

    private static final String ALONE = "set local lock_timeout = '5s'; select pg_advisory_xact_lock(" + LOCK + ")";

    /** Flyway would not touch a schema that has anything in it but no history. */
    private static final String IS_EMPTY =
            """
            select not exists (select from pg_class where relnamespace = n.oid)
                   and not exists (select from pg_proc where pronamespace = n.oid)
                   and not exists (select from pg_type where typnamespace = n.oid)
              from pg_namespace n where nspname = current_schema()
            """;

    /** As Flyway creates it. */
    private static final String CREATE_HISTORY =
            """
            create table flyway_schema_history (
                installed_rank int           not null,
                version        varchar(50),
                description    varchar(200)  not null,
                type           varchar(20)   not null,
                script         varchar(1000) not null,
                checksum       integer,
                installed_by   varchar(100)  not null,
                installed_on   timestamp     not null default now(),
                execution_time integer       not null,
                success        boolean       not null
            );
            alter table flyway_schema_history add constraint flyway_schema_history_pk primary key (installed_rank);
            create index flyway_schema_history_s_idx on flyway_schema_history (success)
            """;

    /** The time is that of the whole transaction so far, in milliseconds. */
    private static final String NOTE =
            """
            insert into flyway_schema_history
                   (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values ($1, $2, $3, 'SQL', $4, $5, current_user,
                    extract(epoch from clock_timestamp() - now()) * 1000, true)
            """;

    private static final String NO_SUCH_TABLE = "42P01";

    private final Pool pool;

    EmptyDatabase(Pool pool) {
        this.pool = pool;
    }

    /** Whether somebody asked for the history and there is none. */
    static boolean hasNoHistory(Throwable failure) {
        return failure instanceof PgException refused && NO_SUCH_TABLE.equals(refused.getSqlState());
    }

    /** @return whether it was empty, and has the schema now; a failure leaves it as it was */
    Uni<Boolean> fill() {
        return pool.withTransaction(connection -> connection
                .query(ALONE)
                .execute()
                .chain(() -> connection.query(IS_EMPTY).execute())
                .map(rows -> rows.iterator().hasNext() && rows.iterator().next().getBoolean(0))
                .call(isEmpty -> isEmpty ? create(connection) : Uni.createFrom().voidItem()));
    }

    private static Uni<Void> create(SqlConnection connection) {
        return connection
                .query(CREATE_HISTORY)
                .execute()
                .chain(() -> Multi.createFrom()
                        .iterable(KnownMigrations.ALL)
                        .onItem()
                        .transformToUniAndConcatenate(migration -> run(connection, migration))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private static Uni<Void> run(SqlConnection connection, KnownMigrations.Migration migration) {
        Tuple note = Tuple.of(
                KnownMigrations.ALL.indexOf(migration) + 1,
                migration.version(),
                migration.description(),
                migration.file(),
                migration.checksum());
        return connection
                .query(migration.text())
                .execute()
                .chain(() -> connection.preparedQuery(NOTE).execute(note))
                .replaceWithVoid();
    }
}
