package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFindingsTest {
    private static final SessionFindings GOOD =
            new SessionFindings(180_001, false, "on", false, "read committed", true, true);

    @Test
    void there_is_nothing_to_say_about_a_durable_primary() {
        assertThat(GOOD.refusal()).isEmpty();
        assertThat(GOOD.warnings()).isEmpty();
        assertThat(GOOD.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"120022, false, version 12", "90600, false, version 9", "130000, true, standby"})
    void a_server_that_is_too_old_or_a_standby_is_refused_in_one_sentence(int version, boolean standby, String word) {
        var found = new SessionFindings(version, standby, "on", false, "read committed", true, true);

        assertThat(found.refusal())
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains(word).endsWith("."));
    }

    @ParameterizedTest
    @CsvSource({"130000", "170004"})
    void versions_from_13_on_are_taken(int version) {
        assertThat(new SessionFindings(version, false, "on", false, "read committed", true, true).refusal())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "off, false, true, sets it to on",
        "off, false, false, sets it to on",
        "off, true, false, as the configuration says",
        "local, false, true, sets it to on",
        "local, true, true, as the configuration says"
    })
    void commits_that_can_be_lost_are_warned_of(String commits, boolean chosen, boolean replicated, String words) {
        var found = new SessionFindings(180_001, false, commits, chosen, "read committed", true, replicated);

        assertThat(found.warnings())
                .singleElement()
                .asString()
                .contains("synchronous_commit is " + commits, words, "docs/operations/failover.md");
    }

    @ParameterizedTest
    @CsvSource({"local, false", "remote_write, true", "remote_apply, true", "on, false"})
    void commits_that_wait_for_all_that_there_is_are_not_warned_of(String commits, boolean replicated) {
        assertThat(new SessionFindings(180_001, false, commits, true, "read committed", true, replicated).warnings())
                .isEmpty();
    }

    @Test
    void what_is_worth_knowing_is_noted() {
        var found = new SessionFindings(180_001, false, "on", false, "serializable", false, false);

        assertThat(found.notes()).hasSize(2).satisfies(notes -> {
            assertThat(notes.get(0)).contains("serializable");
            assertThat(notes.get(1)).contains("synchronous_standby_names");
        });
        assertThat(found.warnings()).singleElement().asString().contains("fsync");
    }
}
