package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerThriftTest {
    /** Of which a JDK has one, or both. */
    private static final List<String> WRITERS_OF_CLASSES =
            List.of("jdk/internal/org/objectweb/", "jdk/internal/classfile/");

    private static final String ALL = "*.*";

    /** The JVM's directives have comments, and names without quotes. */
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    @Test
    void the_jvm_takes_every_directive() throws Exception {
        String answer = CompilerThrift.addDirectives();
        try {
            assertThat(answer).contains("2 compiler directives added");
            String taken = DiagnosticCommand.run("compilerDirectivesPrint");
            assertThat(taken).contains(classes());
            // The first that meets a method counts.
            assertThat(taken.indexOf("dev/qunfa/"))
                    .isNotNegative()
                    .isLessThan(taken.indexOf("Exclude:false"))
                    .isLessThan(taken.indexOf("jdk/internal/loader/"));
            assertThat(taken.substring(taken.indexOf("jdk/internal/loader/"))).contains("Exclude:true");
        } finally {
            DiagnosticCommand.run("compilerDirectivesRemove");
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
                "dev/qunfa/lifecycle/Message",
                "io/vertx/core/impl/ContextImpl",
                "com/fasterxml/jackson/core/json/ReaderBasedJsonParser",
                "io/netty/buffer/PooledByteBufAllocator",
                "io/smallrye/mutiny/operators/AbstractUni",
                "org/apache/kafka/common/record/DefaultRecord",
                "java/util/concurrent/ConcurrentHashMap"
            })
    void what_gains_by_it_is_compiled_as_ever(String kept) throws Exception {
        assertThat(isExcluded(kept)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/netty/handler/codec/http/HttpObjectDecoder",
                "io/vertx/pgclient/impl/codec/PgEncoder",
                "com/fasterxml/jackson/databind/ObjectReader",
                "org/apache/kafka/clients/consumer/KafkaConsumer",
                "java/util/jar/JarFile"
            })
    void what_gains_little_is_left_to_the_fast_compiler(String spared) throws Exception {
        assertThat(isExcluded(spared)).isTrue();
    }

    /** By the first directive that meets the class. */
    private static boolean isExcluded(String name) throws IOException {
        for (JsonNode directive : directives()) {
            for (JsonNode classes : directive.path("match")) {
                if (name.startsWith(beginning(classes))) {
                    return directive.path("c2").path("Exclude").booleanValue();
                }
            }
        }
        return false;
    }

    private static List<String> namesOfTheJdk() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        try (Stream<Path> files = Files.walk(base)) {
            return files.map(file -> base.relativize(file).toString()).toList();
        }
    }

    /** What the directives name, each up to its asterisk. */
    private static List<String> classes() throws IOException {
        List<String> classes = new ArrayList<>();
        for (JsonNode directive : directives()) {
            directive.path("match").forEach(each -> classes.add(beginning(each)));
        }
        return classes;
    }

    private static String beginning(JsonNode classes) {
        String text = classes.textValue();
        assertThat(text).endsWith(ALL);
        return text.substring(0, text.length() - ALL.length());
    }

    private static JsonNode directives() throws IOException {
        try (InputStream directives = CompilerThrift.class.getResourceAsStream("/" + CompilerThrift.DIRECTIVES)) {
            JsonNode read = LENIENT.readTree(directives);
            assertThat(read).hasSize(2);
            return read;
        }
    }
}
