package dev.qunfa.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.sandbox.bench.Starts.Started;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartsTest {
    private final Started one = new Started("one", 3.0, 5.0, 0.3);
    private final Started two = new Started("two", 2.0, 7.0, 0.1);
    private final Started three = new Started("three", 9.0, 6.0, 0.2);

    @Test
    void eachNumberHasItsOwnMedian() {
        assertThat(Starts.median("median", List.of(one, two, three))).isEqualTo(new Started("median", 3.0, 6.0, 0.2));
    }

    @Test
    void ofAnEvenNumberItIsBetweenTheTwoInTheMiddle() {
        assertThat(Starts.median("median", List.of(one, two))).isEqualTo(new Started("median", 2.5, 6.0, 0.2));
    }
}
