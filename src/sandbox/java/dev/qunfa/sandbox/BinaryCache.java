package dev.qunfa.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where PostgreSQL's binaries are unpacked to, once for all servers of a checkout: in the build directory, from where a clean
 * build removes them, or in the temporary directory when there is none. Any thread, any process: one start at a time.
 */
final class BinaryCache {

    /** Written by the library when it has unpacked everything. */
    private static final String COMPLETE = ".exists";

    private static final Object ONE_PER_PROCESS = new Object();

    private BinaryCache() {}

    /** Starts a server with the given directory. */
    interface Start<T> {
        T with(Path directory) throws IOException;
    }

    /**
     * Starts a server while no other unpacks. What an earlier process left half unpacked is removed first: the library
     * would stumble over it for ever.
     */
    static <T> T start(Start<T> start) throws IOException {
        Path directory = directory();
        Files.createDirectories(directory);
        synchronized (ONE_PER_PROCESS) {
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("lost the lock on " + directory);
                }
                incomplete(directory).forEach(WorkDirectory::delete);
                return start.with(directory);
            }
        }
    }

    private static List<Path> incomplete(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory)
                    .filter(each -> !Files.exists(each.resolve(COMPLETE)))
                    .toList();
        }
    }

    private static Path directory() {
        Path build = Path.of("target").toAbsolutePath();
        Path parent = Files.isDirectory(build) ? build : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("embedded-postgres");
    }
}
