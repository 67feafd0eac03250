package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.ParentGuard;
import dev.qunfa.sandbox.WorkDirectory;
import dev.qunfa.sandbox.faults.check.Violation;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows that the checker finds errors: builds the service once for each {@link Mutant}, in a copy of the checkout, and runs
 * rounds against it until an invariant is broken. One thread.
 */
final class MutantRun {

    private static final int MOST_ROUNDS = 25;
    private static final int REPLICAS = 2;
    private static final List<String> COPIED = List.of("src", ".mvn", "pom.xml", "mvnw");

    private final Path home;
    private final long seed;
    private final PrintStream out;
    private final Path logs;

    MutantRun(Path home, long seed, PrintStream out) {
        this.home = home;
        this.seed = seed;
        this.out = out;
        this.logs = home.resolve("target/faults/mutants");
    }

    /**
     * Runs mutants and prints a line for each.
     *
     * @param only parts of the names of those to run; empty: all
     * @return whether each was found
     */
    boolean run(List<String> only) throws InterruptedException {
        boolean allFound = true;
        out.printf("seed %d%n%-24s %-66s %s%n", seed, "mutant", "breaks", "found by");
        for (Mutant each : Mutant.all(home)) {
            if (only.isEmpty() || only.stream().anyMatch(each.name()::contains)) {
                out.printf("%-24s %-66s ", each.name(), each.breaks());
                out.flush();
                Verdict verdict = tried(each);
                out.println(verdict.sentence());
                allFound &= verdict.found();
            }
        }
        return allFound;
    }

    /** Whether the checker objected, and to what. */
    private record Verdict(boolean found, String sentence) {}

    private Verdict tried(Mutant mutant) throws InterruptedException {
        Path copy = null;
        try {
            Files.createDirectories(logs);
            copy = Files.createTempDirectory("qunfa-mutant-");
            copyTo(copy);
            mutant.applyTo(copy);
            return build(mutant, copy)
                    ? rounds(mutant, copy)
                    : new Verdict(false, "CANNOT BE BUILT; see " + buildLog(mutant));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the mutant " + mutant.name(), e);
        } finally {
            if (copy != null) {
                WorkDirectory.delete(copy);
            }
        }
    }

    private void copyTo(Path copy) throws IOException {
        for (String name : COPIED) {
            try (Stream<Path> files = Files.walk(home.resolve(name))) {
                for (Path each : files.toList()) {
                    Files.copy(each, copy.resolve(home.relativize(each).toString()));
                }
            }
        }
    }

    private Path buildLog(Mutant mutant) {
        return logs.resolve(mutant.name() + "-build.log");
    }

    private boolean build(Mutant mutant, Path copy) throws IOException, InterruptedException {
        return new ProcessBuilder(
                                ParentGuard.command(List.of("sh", "./mvnw", "-q", "-Dmaven.test.skip=true", "package")))
                        .directory(copy.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(buildLog(mutant).toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    private Verdict rounds(Mutant mutant, Path copy) throws IOException, InterruptedException {
        Path log = logs.resolve(mutant.name() + ".log");
        Options options = new Options(
                MOST_ROUNDS,
                seed,
                REPLICAS,
                false,
                TimeOuts.SHORT,
                mutant.faults(),
                List.of(),
                copy.resolve("target/quarkus-app/quarkus-run.jar"),
                logs.resolve(mutant.name()));
        try (PrintStream told = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
                FaultRun run = new FaultRun(options, told)) {
            List<Violation> violations = run.run();
            return violations.isEmpty()
                    ? new Verdict(false, "NOT FOUND in " + MOST_ROUNDS + " rounds")
                    : new Verdict(true, violations.get(0).invariant() + ", round " + run.lastRound());
        }
    }
}
