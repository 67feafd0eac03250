package dev.qunfa.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start costs is classes, above all; and those can be counted on any machine. */
class StartIT {
    private static final String FLYWAY = " org.flywaydb.";
    private static final String YAML = " org.yaml.snakeyaml.";
    private static final String FACTORY = " org.hibernate.reactive.session.impl.ReactiveSessionFactoryImpl ";

    /** Whatever the machine would choose. */
    private static final String G1 = "-XX:+UseG1GC -XX:InitialHeapSize=256m -Xlog:gc:file=";

    private static final Pattern REMARK = Pattern.compile("Pause Remark \\d+M->\\d+M\\((\\d+)M\\)");

    /** The second where the C library is another. */
    private static final Pattern GIVEN_BACK = Pattern.compile("Memory: (Trim native heap|Not available)");

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
    void a_service_with_nothing_to_do_gets_ready_for_questions_before_anybody_asks() throws Exception {
        Path classes = directory.resolve("classes.log");
        Map<String, String> logged = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
        try (Stage stage = new Stage(logged)) {
            Awaitility.await().atMost(Stage.PATIENCE).until(() -> loaded(classes, FACTORY));
        }
    }

    @Test
    void the_compiler_is_spared_unless_that_is_switched_off() throws Exception {
        try (Stage stage = new Stage(Map.of())) {
            assertThat(stage.service.diagnose("Compiler.directives_print")).contains("dev/qunfa/*.*");
        }
        try (Stage stage = new Stage(Map.of("QUNFA_JVM_SPARE_COMPILER", "false"))) {
            assertThat(stage.service.diagnose("Compiler.directives_print"))
                    .contains("Directive:")
                    .doesNotContain("dev/qunfa/*.*");
        }
    }

    @Test
    void the_heap_is_not_cut_down_at_the_start_unless_that_is_switched_off() throws Exception {
        Path spared = directory.resolve("spared.log");
        try (Stage stage = new Stage(Map.of("JAVA_TOOL_OPTIONS", G1 + spared))) {
            assertThat(stage.service.diagnose("VM.flags"))
                    .contains("-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=91");
        }
        assertThat(heapAfterFirstMarking(spared)).isGreaterThan(115);

        Path asEver = directory.resolve("as-ever.log");
        try (Stage stage = new Stage(Map.of("JAVA_TOOL_OPTIONS", G1 + asEver, "QUNFA_JVM_SPARE_MEMORY", "false"))) {
            assertThat(stage.service.diagnose("VM.flags")).contains("-XX:").doesNotContain("HeapFreeRatio");
        }
        assertThat(heapAfterFirstMarking(asEver)).isLessThan(80);
    }

    @Test
    void what_the_compilers_leave_behind_is_given_back() throws Exception {
        try (Stage stage = new Stage(Map.of("QUARKUS_LOG_CATEGORY__DEV_QUNFA__LEVEL", "DEBUG"))) {
            assumeThat(stage.service.diagnose("help")).contains("System.trim_native_heap");

            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> GIVEN_BACK.matcher(stage.service.log()).find());
        }
    }

    /** In MB. */
    private static int heapAfterFirstMarking(Path log) throws IOException {
        Matcher marking = REMARK.matcher(Files.readString(log));
        assertThat(marking.find()).as("a marking in the log").isTrue();
        return Integer.parseInt(marking.group(1));
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
            statement.execute("drop index outbox_partition");
            statement.execute("drop table outbox_held");
            statement.execute("delete from flyway_schema_history where version = '5'");
        }
    }

    private static boolean loaded(Path log, String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(prefix));
        }
    }
}
