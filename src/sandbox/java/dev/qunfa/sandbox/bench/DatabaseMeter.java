package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the database says of itself, over a connection of its own. One thread. */
final class DatabaseMeter implements AutoCloseable {

    private final Connection connection;
    private final long server;

    DatabaseMeter(String url) {
        try {
            this.connection = DriverManager.getConnection("jdbc:" + url, "postgres", "postgres");
            this.server = Processes.parentOf(number("select pg_backend_pid()"));
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be measured", e);
        }
    }

    double cpuSeconds() {
        return Processes.familySeconds(server);
    }

    /** Bytes of write-ahead log ever written. */
    long walBytes() {
        return number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
    }

    /** Transactions ever committed, this connection's included. */
    long commits() {
        return number("select xact_commit from pg_stat_database where datname = current_database()");
    }

    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be measured", e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("a statement failed", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be left", e);
        }
    }
}
