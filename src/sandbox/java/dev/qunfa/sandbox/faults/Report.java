package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.History;
import dev.qunfa.sandbox.faults.check.Story;
import dev.qunfa.sandbox.faults.check.Violation;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells violations: the first ones and the story of the first message in the terminal, all of them in a file. */
final class Report {

    private static final int TOLD_MOST = 5;
    private static final String FILE = "violations.txt";

    private final PrintStream out;
    private final Options options;

    Report(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** Returns what it was given; tells nothing if that is nothing. */
    List<Violation> of(List<Violation> violations, History history) {
        if (!violations.isEmpty()) {
            out.printf("%n%d violation(s) with seed %d%n", violations.size(), options.seed());
            violations.stream().limit(TOLD_MOST).forEach(each -> out.println(line(each)));
            String first = violations.get(0).msgId();
            if (!first.isEmpty()) {
                out.printf("%nThe history of %s:%n", first);
                Story.of(first, history).forEach(out::println);
            }
            out.printf("%nAll violations and their histories: %s%n", write(violations, history));
        }
        return violations;
    }

    private Path write(List<Violation> violations, History history) {
        List<String> lines = new ArrayList<>();
        violations.forEach(each -> lines.add(line(each)));
        violations.stream()
                .map(Violation::msgId)
                .distinct()
                .filter(each -> !each.isEmpty())
                .forEach(msgId -> {
                    lines.add("");
                    lines.add("The history of " + msgId + ":");
                    lines.addAll(Story.of(msgId, history));
                });
        try {
            Path file = options.logs().resolve(FILE);
            Files.createDirectories(options.logs());
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("the violations cannot be written", e);
        }
    }

    private static String line(Violation violation) {
        return "VIOLATED: " + violation.invariant() + ": " + violation.msgId() + " " + violation.sentence();
    }
}
