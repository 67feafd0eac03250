package dev.qunfa.sandbox.tour;

import dev.qunfa.sandbox.ParentGuard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One part of the sandbox as a process, its output in a log file. It ignores Ctrl-C, which reaches all processes of a
 * terminal at once: the sandbox stops its parts itself, in order.
 */
public final class Part {

    private static final String LOGS = "target/sandbox/logs";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TAIL_LINES = 30;
    private static final long FORCED_STOP_SECONDS = 10;

    private final String name;
    private final Path log;
    private final Process process;

    private Part(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts a process in {@code home}, its log under {@value #LOGS} there. */
    public static Part start(String name, List<String> command, Map<String, String> environment, Path home)
            throws IOException {
        List<String> deaf = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        deaf.addAll(command);
        Path log = Files.createDirectories(home.resolve(LOGS)).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(deaf)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Part(name, log, builder.start());
    }

    public long pid() {
        return process.pid();
    }

    /** As {@link #awaitReady(BooleanSupplier, Duration, Duration)}, looking every 50 ms. */
    public void awaitReady(BooleanSupplier ready, Duration limit) throws StartFailure, InterruptedException {
        awaitReady(ready, POLL, limit);
    }

    /**
     * Waits until {@code ready} holds, looking again after {@code poll}.
     *
     * @throws StartFailure with the end of the log when the process ends first or {@code limit} is over
     */
    public void awaitReady(BooleanSupplier ready, Duration poll, Duration limit)
            throws StartFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (process.waitFor(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StartFailure(
                        name + " ended with exit code " + process.exitValue() + " before it was ready" + tail());
            }
            if (System.nanoTime() >= end) {
                throw new StartFailure(name + " was not ready after " + limit.toSeconds() + " s" + tail());
            }
        }
    }

    public boolean hasLogged(String start) {
        return lines().stream().anyMatch(line -> line.startsWith(start));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to end, waits, and kills it when it does not. */
    public void stop(Duration patience) {
        ParentGuard.terminate(process);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(FORCED_STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    public String tail() {
        List<String> lines = lines();
        List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "\n--- end of " + log + " ---\n" + String.join("\n", last);
    }

    private List<String> lines() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
