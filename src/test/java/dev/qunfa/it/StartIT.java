package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start costs is classes, above all; and those can be counted on any machine. */
class StartIT {
    private static final String FLYWAY = " org.flywaydb.";
    private static final String YAML = " org.yaml.snakeyaml.";

    @TempDir
    Path directory;

    @Test
    void a_start_on_an_up_to_date_schema_loads_neither_flyway_nor_the_reader_of_the_document() throws Exception {
        Path classes = directory.resolve("classes.log");
        Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
        try (Stage stage = new Stage(logged)) {
            assertThat(loaded(classes, FLYWAY)).as("at the first start").isTrue();

            stage.service.terminate();
            stage.service.start();
            stage.awaitReady();

            assertThat(loaded(classes, FLYWAY)).as("at the second start").isFalse();
            assertThat(loaded(classes, YAML)).as("by either start").isFalse();
        }
    }

    private static boolean loaded(Path log, String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(prefix));
        }
    }
}
