package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Somebody holds a lock on the table of claims while a replica is killed and comes back: its partitions cannot be claimed for longer
 * than claiming should last. That has to be told.
 */
final class ClaimsBlocked implements Fault {

    /** The consumer group misses a killed member after 6 s, and claiming is told after 15. */
    static final long LASTS_MILLIS = 30_000;

    private static final String TOLD = "Partitions are not served";

    private final int replica;
    private Connection lock;
    private long toldBefore;

    ClaimsBlocked(int replica) {
        this.replica = replica;
    }

    @Override
    public String name() {
        return "partition claims blocked";
    }

    @Override
    public String subject() {
        return "replica-" + replica;
    }

    @Override
    public void begin(Stage stage) {
        toldBefore = told(stage);
        EmbeddedDatabase database = stage.database;
        try {
            lock = DriverManager.getConnection("jdbc:" + database.url(), database.user(), database.password());
            lock.setAutoCommit(false);
            try (Statement statement = lock.createStatement()) {
                statement.execute("lock table partition_owner in share mode");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the table of claims cannot be locked", e);
        }
        stage.replicas.get(replica).kill();
        stage.replicas.get(replica).start();
    }

    @Override
    public void end(Stage stage) {
        boolean isTold = told(stage) > toldBefore;
        try {
            lock.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the lock on the table of claims cannot be given back", e);
        }
        if (!isTold) {
            throw new BrokenPromise(
                    "partitions could not be claimed for " + LASTS_MILLIS / 1_000 + " s, and no replica said so");
        }
    }

    private static long told(Stage stage) {
        return stage.replicas.stream().mapToLong(each -> each.timesLogged(TOLD)).sum();
    }
}
