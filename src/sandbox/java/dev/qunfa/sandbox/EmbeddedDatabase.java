package dev.qunfa.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;

/**
 * A real PostgreSQL 18 server, started as a process from binaries on the class path; it runs as root too.
 *
 * <p>By default it is as durable as a server in production ({@code fsync}, {@code synchronous_commit} and
 * {@code full_page_writes} on): what is measured or broken on it means something. {@link #startFast()} turns these off
 * for tests that only need SQL. Its data lives in a work directory that {@link #close()} deletes; {@link #stop()},
 * {@link #kill()} and {@link #restart()} keep port and data. Methods are called by one thread at a time.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String DATABASE = "postgres";
    private static final String USER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int STOP_LIMIT_SECONDS = 20;
    private static final int LOG_TAIL_LINES = 20;

    private final WorkDirectory directory = WorkDirectory.create("database");
    private final int port;
    private final Map<String, String> settings;
    private final ExitHook hook = ExitHook.closing(this);
    private EmbeddedPostgres server;
    private Process guard;

    private EmbeddedDatabase(int port, boolean durable) {
        this.port = port;
        this.settings = settings(durable);
    }

    /** Starts a durable server on a free port. */
    public static EmbeddedDatabase start() {
        return start(0);
    }

    /** Starts a durable server on {@code port}, zero for a free one; fails when the port is taken. */
    public static EmbeddedDatabase start(int port) {
        return start(port, true);
    }

    /** Starts a server on a free port that does not wait for the disk: for tests that never crash it. */
    public static EmbeddedDatabase startFast() {
        return start(0, false);
    }

    private static EmbeddedDatabase start(int port, boolean durable) {
        QuietLogs.limit(Level.OFF, "io.zonky.test.db.postgres.embedded");
        EmbeddedDatabase database = new EmbeddedDatabase(FreePort.orAny(port), durable);
        try {
            database.restart();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The address as the service takes it: {@code postgresql://host:port/database}. */
    public String url() {
        return "postgresql://localhost:" + port + "/" + DATABASE;
    }

    /** The same address for JDBC. */
    public String jdbcUrl() {
        return "jdbc:" + url();
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    /** Never checked, as every local connection is trusted, but never empty: clients insist on one. */
    public String password() {
        return "postgres";
    }

    /** Stops the server as a clean shutdown does, dropping connections; without effect when it is stopped. */
    public void stop() {
        release();
    }

    /** Stops the server as a crash would: no checkpoint, recovery at the next start. */
    public void kill() {
        if (server != null) {
            unguard();
            killPostmaster();
            release();
        }
    }

    /** Starts the stopped server again on the same port with the same data; without effect when it runs. */
    public void restart() {
        if (server != null) {
            return;
        }
        try {
            server = BinaryCache.start(binaries -> builder(binaries).start());
            // As a crash of the machine: there is nobody who could wait for more.
            guard = ParentGuard.watch(postmasterPid(), "QUIT");
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("PostgreSQL did not start:\n" + logTail(), e);
        }
    }

    /**
     * Makes every session's transactions read-only, or lets them write again. New sessions have heard of it when this returns,
     * others hear of it within moments.
     */
    public void allowWrites(boolean allowed) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter system set default_transaction_read_only = " + (allowed ? "off" : "on"));
            statement.execute("select pg_reload_conf()");
            awaitWritesAllowed(allowed);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL cannot be told whether it may write", e);
        }
    }

    private void awaitWritesAllowed(boolean allowed) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_LIMIT_SECONDS);
        while (areWritesAllowed() != allowed) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL did not read its configuration again");
            }
        }
    }

    private boolean areWritesAllowed() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show default_transaction_read_only")) {
            row.next();
            return "off".equals(row.getString(1));
        }
    }

    /**
     * Copies this server, which stops for that and goes on, and starts the copy as its standby: it replays what this one writes, a
     * moment later, and commits do not wait for it.
     *
     * @param upstream the port at which it finds this server
     */
    public EmbeddedDatabase startStandby(int upstream) {
        EmbeddedDatabase standby = new EmbeddedDatabase(FreePort.find(), true);
        try {
            stop();
            DirectoryCopy.of(dataDirectory(), standby.dataDirectory());
            Files.createFile(standby.dataDirectory().resolve("standby.signal"));
            Files.writeString(
                    standby.dataDirectory().resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost port=" + upstream + " user=" + USER + "'\n");
            restart();
            standby.restart();
            return standby;
        } catch (IOException | RuntimeException e) {
            standby.close();
            throw new IllegalStateException("PostgreSQL's standby did not start", e);
        }
    }

    /** Makes a standby a primary of its own; it can be written to when this returns. */
    public void promote() {
        texts("select pg_promote(true, " + STOP_LIMIT_SECONDS + ")::text");
    }

    /** The first column of what a query has to say. */
    public List<String> texts(String query) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not answer", e);
        }
    }

    @Override
    public synchronized void close() {
        hook.cancel();
        try {
            release();
        } finally {
            directory.delete();
        }
    }

    private EmbeddedPostgres.Builder builder(Path binaries) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(dataDirectory())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    private void release() {
        if (server == null) {
            return;
        }
        unguard();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        } finally {
            server = null;
        }
    }

    private void unguard() {
        if (guard != null) {
            guard.destroyForcibly();
            guard = null;
        }
    }

    private void killPostmaster() {
        ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
        List<ProcessHandle> backends = postmaster.children().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        awaitExit(postmaster);
        backends.forEach(EmbeddedDatabase::awaitExit);
        deletePidFile();
    }

    /** A pid file left over by a crash stops the next start for as long as any process has that id. */
    private void deletePidFile() {
        try {
            Files.deleteIfExists(dataDirectory().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's pid file cannot be deleted", e);
        }
    }

    private long postmasterPid() {
        try {
            List<String> lines = Files.readAllLines(dataDirectory().resolve("postmaster.pid"));
            return Long.parseLong(lines.get(0).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's process id cannot be read", e);
        }
    }

    private static void awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path dataDirectory() {
        return directory.resolve("data");
    }

    private Path logFile() {
        return directory.resolve("postgres.log");
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(logFile());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** The library passes {@code -F}, which turns fsync off; what is given here comes later and wins. */
    private static Map<String, String> settings(boolean durable) {
        String safety = durable ? "on" : "off";
        return Map.of(
                "fsync", safety,
                "synchronous_commit", safety,
                "full_page_writes", safety,
                "max_connections", "200",
                "shared_buffers", "64MB",
                "listen_addresses", "localhost",
                "log_min_messages", "warning");
    }
}
