package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.ParentGuard;
import dev.qunfa.sandbox.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One replica of the packaged service as a process of its own, its log appended to a file. It keeps its port over
 * restarts. Methods are called by one thread at a time; all but {@link #isReady()} fail with
 * {@link UncheckedIOException} when the system refuses.
 */
final class Replica implements AutoCloseable {

    private static final long STOP_PATIENCE_SECONDS = 30;

    private final String name;
    private final int port;
    private final Path jar;
    private final Path log;
    private final Map<String, String> environment;
    private final Thread atExit = new Thread(this::killNow, "kill-replica");
    private volatile Process process;

    /** @param log is begun anew, and appended to by every start */
    Replica(String name, int port, Path jar, Path log, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.jar = jar;
        this.log = begunAnew(log);
        this.environment = environment;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static Path begunAnew(Path log) {
        try {
            Files.deleteIfExists(log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + log, e);
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    ServiceApi api() {
        return new ServiceApi("http://localhost:" + port);
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    boolean isReady() {
        return isAlive() && api().isReady();
    }

    /**
     * How a process is started.
     *
     * @param java the command
     * @param options of the JVM, beyond what every replica has
     * @param environment beyond what this replica has
     */
    record Launch(Path java, List<String> options, Map<String, String> environment) {
        static final Launch AS_EVER =
                new Launch(Path.of(System.getProperty("java.home"), "bin", "java"), List.of(), Map.of());
    }

    /** Starts the process; without effect while it runs. */
    void start() {
        start(Launch.AS_EVER);
    }

    /** Starts the process in a way of its own; without effect while it runs. */
    void start(Launch launch) {
        if (isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(launch.java().toString(), "-Xmx256m"));
        command.addAll(launch.options());
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-jar", jar.toString()));
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(ParentGuard.command(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            builder.environment().putAll(launch.environment());
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            builder.environment().put("QUARKUS_HTTP_HOST", "localhost");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Whether its log, since the suite began, has a line with this text. */
    boolean hasLogged(String text) {
        return timesLogged(text) > 0;
    }

    /** How many lines of its log, since the suite began, have this text. */
    long timesLogged(String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }

    /** The most memory that its process ever had resident; 0 where the system does not tell, or without a process. */
    long peakMebibytes() {
        return isAlive() ? Processes.peakMebibytes(process.pid()) : 0;
    }

    /** As {@code kill -9}. */
    void kill() {
        killNow();
        waitFor(STOP_PATIENCE_SECONDS);
    }

    /**
     * As {@code kill -15}.
     *
     * @return the exit code, or -1 if it had to be killed after {@value #STOP_PATIENCE_SECONDS} s
     */
    int terminate() {
        ParentGuard.terminate(process);
        if (waitFor(STOP_PATIENCE_SECONDS)) {
            return process.exitValue();
        }
        kill();
        return -1;
    }

    /** As {@code kill -STOP}: it stands still until {@link #thaw()}. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    @Override
    public void close() {
        if (isAlive()) {
            thaw();
            terminate();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void killNow() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private boolean waitFor(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
