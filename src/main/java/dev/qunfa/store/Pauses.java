package dev.qunfa.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pauses that operators have set, for all replicas. Thread-safe; results arrive on the thread of the database connection. */
@ApplicationScoped
public class Pauses {
    private static final String COLUMNS = "id, app, robot_id, reason, created_at";

    /** Told to all replicas with the commit. */
    static final String CHANNEL = "qunfa_pause";

    /** Set twice, it is set once; the later reason stands. */
    private static final String SET = told(
            """
            insert into pause(app, robot_id, reason, created_at) values ($1, $2, $3, $4)
                on conflict (coalesce(app, ''), coalesce(robot_id, '')) do update set reason = excluded.reason
            """);

    private static final String ALL = "select " + COLUMNS + " from pause order by id";

    private static final String LIFT = told("delete from pause where id = $1");

    private static final String LIFT_LIKE = told(
            "delete from pause where coalesce(app, '') = coalesce($1, '') and coalesce(robot_id, '') = coalesce($2, '')");

    private final Database database;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Pauses(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static String told(String change) {
        return "with changed as (%s returning %s) select %s, pg_notify('%s', '')::text from changed"
                .formatted(change, COLUMNS, COLUMNS, CHANNEL);
    }

    /**
     * @param listener told soon after pauses were set or lifted, by whichever replica, on any thread. News may get lost on the
     *     way, so who listens has to look now and then all the same
     */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    void changed() {
        listeners.forEach(Runnable::run);
    }

    /** In the order in which they were set. */
    public Uni<List<Pause>> all() {
        return database.execute(ALL, Tuple.tuple()).map(Pauses::pauses);
    }

    /** What they stop, taken together. */
    public Uni<PauseSet> inForce() {
        return all().map(PauseSet::of);
    }

    /** @param app null, if the pause is about a robot or everything */
    public Uni<Pause> set(String app, String robotId, String reason) {
        return database.execute(SET, Tuple.of(app, robotId, reason, ColumnArrays.timestamp(clock.instant())))
                .map(rows -> pauses(rows).get(0));
    }

    /** Empty if there is none of this number. */
    public Uni<Optional<Pause>> lift(long id) {
        return database.execute(LIFT, Tuple.of(id))
                .map(rows -> pauses(rows).stream().findFirst());
    }

    /** Empty if there is none about this app or robot; both null lift the pause of everything. */
    public Uni<Optional<Pause>> lift(String app, String robotId) {
        return database.execute(LIFT_LIKE, Tuple.of(app, robotId))
                .map(rows -> pauses(rows).stream().findFirst());
    }

    private static List<Pause> pauses(RowSet<Row> rows) {
        List<Pause> pauses = new ArrayList<>(rows.size());
        rows.forEach(row -> pauses.add(new Pause(
                row.getLong("id"),
                row.getString("app"),
                row.getString("robot_id"),
                row.getString("reason"),
                LockedMessage.instant(row, "created_at"))));
        return pauses;
    }
}
