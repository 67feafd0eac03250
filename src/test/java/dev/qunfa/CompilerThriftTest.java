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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerThriftTest {
    private static final Pattern CLASSES = Pattern.compile("\"([^\"*]+)\\*\\.\\*\"");

    @Test
    void the_jvm_takes_every_directive() throws Exception {
        String answer = CompilerThrift.addDirectives();
        try {
            assertThat(answer).contains("1 compiler directives added");
            assertThat(CompilerThrift.diagnose("compilerDirectivesPrint"))
                    .contains(classes())
                    .contains("Exclude:true");
        } finally {
            CompilerThrift.diagnose("compilerDirectivesRemove");
        }
    }

    @Test
    void every_directive_meets_something_that_is_there() throws Exception {
        List<String> jdk = namesOfTheJdk();

        assertThat(classes())
                .isNotEmpty()
                .allMatch(classes -> getClass().getClassLoader().getResource(classes) != null
                        || jdk.stream().anyMatch(name -> name.startsWith(classes)));
    }

    @Test
    void the_service_itself_is_compiled_as_ever() throws Exception {
        assertThat(classes()).noneMatch(classes -> classes.startsWith("dev/qunfa"));
    }

    private static List<String> namesOfTheJdk() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        try (Stream<Path> files = Files.walk(base)) {
            return files.map(file -> base.relativize(file).toString()).toList();
        }
    }

    private static List<String> classes() throws Exception {
        try (InputStream directives = CompilerThrift.class.getResourceAsStream("/" + CompilerThrift.DIRECTIVES)) {
            return CLASSES.matcher(new String(directives.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }
    }
}
