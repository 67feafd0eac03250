package dev.qunfa.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.123456Z, 2026-01-01T00:00:00.123Z",
        "2026-11-24T23:59:59.999999Z, 2026-11-24T23:59:59.999Z",
        "2026-02-03T04:05:06Z, 2026-02-03T04:05:06.000Z",
        "0001-02-03T04:05:06.007Z, 0001-02-03T04:05:06.007Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
        "+12026-01-01T00:00:00Z, +12026-01-01T00:00:00.000Z"
    })
    void timesHaveThreeDigitsOfMilliseconds(Instant instant, String text) {
        assertThat(StatusJson.rfc3339(instant)).isEqualTo(text);
    }
}
