package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerThriftTest {
    /** Of which a JDK has one, or both. */
    private static final List<String> WRITERS_OF_CLASSES =
            List.of("jdk/internal/org/objectweb/", "jdk/internal/classfile/");

    private static final Pattern CLASSES = Pattern.compile("\"([^\"*]+)\\*\\.\\*\"");

    @Test
    void the_jvm_takes_every_directive() throws Exception {
        String answer = CompilerThrift.addDirectives();
        try {
            assertThat(answer).contains("1 compiler directives added");
            assertThat(DiagnosticCommand.run("compilerDirectivesPrint"))
                    .contains(classes())
                    .contains("Exclude:true");
        } finally {
            DiagnosticCommand.run("compilerDirectivesRemove");
        }
    }

    @Test
    void every_directive_meets_something_that_is_there() throws Exception {
        List<String> jdk = namesOfTheJdk();
        Predicate<String> isThere = classes -> getClass().getClassLoader().getResource(classes) != null
                || jdk.stream().anyMatch(name -> name.startsWith(classes));

        assertThat(classes()).containsAll(WRITERS_OF_CLASSES);
        assertThat(WRITERS_OF_CLASSES).anyMatch(isThere);
        assertThat(classes())
                .filteredOn(classes -> !WRITERS_OF_CLASSES.contains(classes))
                .isNotEmpty()
                .allMatch(isThere);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev/qunfa/",
                "io/netty/",
                "io/vertx/core/",
                "io/vertx/sqlclient/",
                "io/vertx/pgclient/",
                "io/smallrye/mutiny/",
                "com/fasterxml/jackson/",
                "org/apache/kafka/common/record/",
                "java/util/concurrent/"
            })
    void what_messages_spend_their_time_in_is_compiled_as_ever(String kept) throws Exception {
        assertThat(classes()).noneMatch(classes -> kept.startsWith(classes) || classes.startsWith(kept));
    }

    private static List<String> namesOfTheJdk() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        try (Stream<Path> files = Files.walk(base)) {
            return files.map(file -> base.relativize(file).toString()).toList();
        }
    }

    /** What the directives name, each up to its asterisk. */
    private static List<String> classes() throws IOException {
        try (InputStream directives = CompilerThrift.class.getResourceAsStream("/" + CompilerThrift.DIRECTIVES)) {
            String text = new String(directives.readAllBytes(), StandardCharsets.UTF_8);
            List<String> classes =
                    CLASSES.matcher(text).results().map(match -> match.group(1)).toList();
            assertThat(classes)
                    .hasSize((int) (text.chars().filter(c -> c == '"').count() / 2));
            return classes;
        }
    }
}
