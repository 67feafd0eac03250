package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerNamesTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void oneKnownBrokerIsEnough() throws Exception {
        names(1).await("PLAINTEXT://kafka-1:9092, [::1]:9093,kafka-3:9094");

        assertThat(asked).containsExactly("kafka-1", "::1");
    }

    @Test
    void theStartWaitsUntilABrokerIsKnown() throws Exception {
        names(6).await("kafka-1:9092,kafka-2:9092");

        assertThat(asked).hasSize(7).containsOnly("kafka-1", "kafka-2");
    }

    private BrokerNames names(int unknownTries) {
        return new BrokerNames(
                host -> {
                    asked.add(host);
                    return asked.size() > unknownTries;
                },
                Duration.ZERO);
    }
}
