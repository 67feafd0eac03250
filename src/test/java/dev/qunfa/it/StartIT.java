package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
    void a_start_loads_flyway_only_if_the_schema_lacks_a_migration_and_never_the_reader_of_the_document()
            throws Exception {
        Path classes = directory.resolve("classes.log");
        Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
        try (Stage stage = new Stage(logged)) {
            assertThat(loaded(classes, FLYWAY)).as("on an empty database").isFalse();

            restart(stage);
            assertThat(loaded(classes, FLYWAY)).as("on an up-to-date one").isFalse();

            forgetLastMigration(stage);
            restart(stage);
            assertThat(loaded(classes, FLYWAY)).as("on an older one").isTrue();
            assertThat(loaded(classes, YAML)).as("by any of them").isFalse();
        }
    }

    @Test
    void the_compiler_is_spared_unless_that_is_switched_off() throws Exception {
        try (Stage stage = new Stage(Map.of())) {
            assertThat(stage.service.diagnose("Compiler.directives_print")).contains("org/apache/kafka/clients/*.*");
        }
        try (Stage stage = new Stage(Map.of("QUNFA_JVM_SPARE_COMPILER", "false"))) {
            assertThat(stage.service.diagnose("Compiler.directives_print"))
                    .contains("Directive:")
                    .doesNotContain("org/apache/kafka/clients/*.*");
        }
    }

    private static void restart(Stage stage) throws Exception {
        stage.service.terminate();
        stage.service.start();
        stage.awaitReady();
    }

    private static void forgetLastMigration(Stage stage) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + stage.database.url(), stage.database.user(), stage.database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("drop function expect_owner");
            statement.execute("delete from flyway_schema_history where version = '3'");
        }
    }

    private static boolean loaded(Path log, String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(prefix));
        }
    }
}
