package dev.qunfa.sandbox.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An error to put into the service's source, as a file under {@value #DIRECTORY} describes it: lines {@code breaks:} and
 * {@code faults:}, then for each edit {@code file:}, and under {@code find:} and {@code put:} texts that end with a line
 * of three dashes.
 *
 * @param breaks which promise it breaks, for the table
 * @param faults under which faults it shows, as {@code --only} takes them; empty: under any
 */
record Mutant(String name, String breaks, List<String> faults, List<Edit> edits) {

    static final String DIRECTORY = "src/sandbox/mutants";

    private static final String END = "---";

    /** A text in a file of the checkout, and what takes its place. */
    record Edit(String file, String find, String put) {

        /** How often the text is in the file below {@code home}; an edit is good if that is once. */
        int occurrences(Path home) throws IOException {
            String source = Files.readString(home.resolve(file));
            int count = 0;
            for (int at = source.indexOf(find); at >= 0; at = source.indexOf(find, at + 1)) {
                count++;
            }
            return count;
        }

        private void apply(Path home) throws IOException {
            if (occurrences(home) != 1) {
                throw new IllegalStateException("in " + file + " there is not exactly one place with: " + find);
            }
            Path path = home.resolve(file);
            Files.writeString(path, Files.readString(path).replace(find, put));
        }
    }

    /** All mutants of a checkout, by name. */
    static List<Mutant> all(Path home) {
        try (Stream<Path> files = Files.list(home.resolve(DIRECTORY))) {
            return files.sorted().map(Mutant::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the mutants cannot be read", e);
        }
    }

    /** Puts the error into a copy of the checkout. */
    void applyTo(Path copy) throws IOException {
        for (Edit each : edits) {
            each.apply(copy);
        }
    }

    private static Mutant read(Path path) {
        try {
            String name = path.getFileName().toString().replaceFirst("\\.txt$", "");
            return parse(name, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static Mutant parse(String name, List<String> lines) {
        Map<String, String> fields = new TreeMap<>();
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] line = lines.get(i).split(": *", 2);
            if (line.length == 2 && line[1].isEmpty()) {
                int end = lines.subList(i, lines.size()).indexOf(END) + i;
                fields.put(line[0], String.join("\n", lines.subList(i + 1, end)));
                i = end;
            } else if (line.length == 2) {
                fields.put(line[0], line[1]);
            }
            if (line[0].equals("put")) {
                edits.add(new Edit(fields.get("file"), fields.get("find"), fields.get("put")));
            }
        }
        List<String> faults =
                fields.containsKey("faults") ? List.of(fields.get("faults").split(", *")) : List.of();
        return new Mutant(name, fields.get("breaks"), faults, edits);
    }
}
