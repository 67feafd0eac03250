package dev.qunfa.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A directory that a part keeps its data in, deleted with all it holds when the part is closed. Its parent is the
 * system property {@value #PARENT_PROPERTY}, or the system's temporary directory.
 */
public final class WorkDirectory {

    public static final String PARENT_PROPERTY = "qunfa.sandbox.directory";

    /** Their locks end with them. */
    private static final List<FileChannel> CLAIMS = new CopyOnWriteArrayList<>();

    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    static WorkDirectory create(String name) {
        try {
            String parent = System.getProperty(PARENT_PROPERTY, System.getProperty("java.io.tmpdir"));
            Files.createDirectories(Path.of(parent));
            return new WorkDirectory(Files.createTempDirectory(Path.of(parent), "qunfa-" + name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a work directory", e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String child) {
        return path.resolve(child);
    }

    /** Deletes everything; what another process deletes meanwhile is no failure. */
    void delete() {
        delete(path);
    }

    /** Makes {@code root} this process's until it ends; false if it is somebody else's, or claimed before. */
    public static boolean claim(Path root) {
        Path file = root.resolveSibling(root.getFileName() + ".lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            CLAIMS.add(channel);
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException claimedBefore) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot claim " + root, e);
        }
    }

    /** Deletes {@code root} and everything in it; without effect when it is not there. */
    public static void delete(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }
}
