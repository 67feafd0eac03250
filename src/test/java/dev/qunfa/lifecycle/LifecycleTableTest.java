package dev.qunfa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The table in {@code lifecycle-table.txt} is the specification; each of its cells was checked against the contract. */
class LifecycleTableTest {
    @Test
    void everyTriggerDoesToEveryStateWhatTheTableSays() throws IOException {
        String actual = LifecycleTable.actual();
        assertThat(actual)
                .withFailMessage(
                        () -> "The lifecycle does otherwise than lifecycle-table.txt says. It does:\n" + actual)
                .isEqualTo(expected());
    }

    private static String expected() throws IOException {
        try (InputStream table = LifecycleTableTest.class.getResourceAsStream("lifecycle-table.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("== "));
        }
    }
}
