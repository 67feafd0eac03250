package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files and methods stay small enough to be read at once. Blank lines and comments do not count. */
class SourceSizeTest {
    private static final int MAX_FILE_LINES = 250;
    private static final int MAX_METHOD_LINES = 30;
    private static final int MAX_PARAMETERS = 4;
    private static final int MAX_CONSTRUCTOR_PARAMETERS = 6;

    private final List<String> tooLarge = new ArrayList<>();

    @Test
    void mainAndSandboxSourcesAreWithinTheLimits() throws IOException {
        measure(sources("src/main/java", "src/sandbox/java"));
        assertThat(tooLarge).isEmpty();
    }

    private static List<Path> sources(String... roots) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String root : roots) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private void measure(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measure(unit, positions).scan(unit, null);
            }
        }
    }

    private final class Measure extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String name;
        private final List<String> lines;

        private Measure(CompilationUnitTree unit, SourcePositions positions) throws IOException {
            this.unit = unit;
            this.positions = positions;
            this.name = unit.getSourceFile().getName();
            this.lines =
                    unit.getSourceFile().getCharContent(true).toString().lines().toList();
            limit(name, "lines", countCode(0, lines.size()), MAX_FILE_LINES);
        }

        /** A record's constructor is as long as the record has components. */
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (type.getKind() != Tree.Kind.RECORD) {
                type.getMembers().stream()
                        .filter(MethodTree.class::isInstance)
                        .map(MethodTree.class::cast)
                        .filter(method -> method.getReturnType() == null)
                        .forEach(constructor -> limitParameters(constructor, MAX_CONSTRUCTOR_PARAMETERS));
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long end = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            limit(where(method), "lines", countCode((int) firstLine(method) - 1, (int) end), MAX_METHOD_LINES);
            if (method.getReturnType() != null) {
                limitParameters(method, MAX_PARAMETERS);
            }
            return super.visitMethod(method, nothing);
        }

        private void limitParameters(MethodTree method, int max) {
            limit(where(method), "parameters", method.getParameters().size(), max);
        }

        private String where(MethodTree method) {
            return name + ":" + firstLine(method) + " " + method.getName();
        }

        private long firstLine(MethodTree method) {
            return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
        }

        private int countCode(int from, int to) {
            return (int) lines.subList(from, to).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("//")
                            && !line.startsWith("/*")
                            && !line.startsWith("*"))
                    .count();
        }

        private void limit(String where, String what, int size, int max) {
            if (size > max) {
                tooLarge.add(where + " has " + size + " " + what + ", at most " + max + " are allowed");
            }
        }
    }
}
