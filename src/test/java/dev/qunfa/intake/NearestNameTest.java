package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
    private final NearestName nearest =
            new NearestName(List.of("msg_id", "dead_line", "msg_content", "at", "ats", "app"));

    @ParameterizedTest
    @CsvSource({
        "deadline,dead_line",
        "deadLine,dead_line",
        "DEAD-LINE,dead_line",
        "daed_line,dead_line",
        "dead_lin,dead_line",
        "dead_lines,dead_line",
        "deed_lime,dead_line",
        "msgId,msg_id",
        "mgs_id,msg_id",
        "content,msg_content",
        "line,dead_line",
        "AT,at",
        "atx,ats",
        "apps,app"
    })
    void it_finds_what_was_meant(String misspelt, String meant) {
        assertThat(nearest.to(misspelt)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "x", "id", "group", "zzzzzzzzz", "message"})
    void it_does_not_guess_wildly(String misspelt) {
        assertThat(nearest.to(misspelt)).isNull();
    }

    @Test
    void it_does_not_study_endless_names() {
        assertThat(nearest.to("dead_line" + "_".repeat(100_000))).isNull();
    }
}
