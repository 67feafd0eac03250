package dev.qunfa.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerEntryTest {
    @Test
    void theBrokerIsDownIfNothingIsKnownOfAnyTopic() {
        Topics.Finding unknown = new Topics.Unknown("TimeoutException");

        assertThat(BrokerEntry.describe(List.of())).isEqualTo("not tried yet");
        assertThat(BrokerEntry.describe(List.of(unknown, unknown))).isEqualTo("down");
        assertThat(BrokerEntry.describe(List.of(unknown, new Topics.Missing()))).isEqualTo("up");
        assertThat(BrokerEntry.describe(List.of(new Topics.Present("id", 8)))).isEqualTo("up");
    }
}
