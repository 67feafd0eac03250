package dev.qunfa.sandbox.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDKs of this machine: the one that runs this, and those that are installed beside it. */
final class Jdks {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int OLDEST = 17;

    private Jdks() {}

    /** Their {@code java} commands, one of each feature version from 17 on, the oldest first. */
    static List<Path> commands() {
        Path own = Path.of(System.getProperty("java.home"));
        Map<Integer, Path> byVersion = new TreeMap<>();
        try (Stream<Path> beside = Files.list(own.toRealPath().getParent())) {
            beside.forEach(home -> add(home, byVersion));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for JDKs beside " + own, e);
        }
        byVersion.put(Runtime.version().feature(), own.resolve("bin/java"));
        return List.copyOf(byVersion.values());
    }

    private static void add(Path home, Map<Integer, Path> byVersion) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            if (version.find() && Integer.parseInt(version.group(1)) >= OLDEST) {
                byVersion.putIfAbsent(Integer.parseInt(version.group(1)), home.resolve("bin/java"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + release, e);
        }
    }
}
