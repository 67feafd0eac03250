package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {

    private static final List<String> SAFETY = List.of("fsync", "synchronous_commit", "full_page_writes");

    @Test
    void is_durable_by_default_and_what_was_committed_outlives_a_crash() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            assertThat(SAFETY).allSatisfy(setting -> assertThat(ask(database, "show " + setting))
                    .isEqualTo("on"));
            run(database, "create table kept as select 42 as answer");

            database.kill();
            database.restart();

            assertThat(ask(database, "select answer from kept")).isEqualTo("42");
            assertThat(ask(database, "show server_version")).startsWith("18");
        }
    }

    @Test
    void keeps_data_over_a_clean_restart_and_does_not_wait_for_the_disk_when_fast() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.startFast()) {
            assertThat(SAFETY).allSatisfy(setting -> assertThat(ask(database, "show " + setting))
                    .isEqualTo("off"));
            run(database, "create table kept as select 43 as answer");

            database.stop();
            database.restart();

            assertThat(ask(database, "select answer from kept")).isEqualTo("43");
        }
    }

    @Test
    void can_be_made_read_only_and_writable_again() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.startFast()) {
            run(database, "create table kept as select 44 as answer");

            database.allowWrites(false);
            assertThatThrownBy(() -> run(database, "update kept set answer = 45"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
            assertThat(ask(database, "select answer from kept")).isEqualTo("44");

            database.allowWrites(true);
            run(database, "update kept set answer = 46");
            assertThat(ask(database, "select answer from kept")).isEqualTo("46");
        }
    }

    private static void run(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
