package dev.qunfa.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Copies a directory with all that is in it, permissions included. */
final class DirectoryCopy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    private DirectoryCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** @param to does not exist yet */
    static void of(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new DirectoryCopy(from, to));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        return copied(directory);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        return copied(file);
    }

    private FileVisitResult copied(Path path) throws IOException {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
        return FileVisitResult.CONTINUE;
    }
}
