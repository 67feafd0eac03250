package dev.qunfa.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @ParameterizedTest
    @CsvSource({
        "starts,rest",
        "starts,prefilled",
        "starts,expired",
        "starts,backlog",
        "starts,replicas",
        "starts,rounds",
        "rest,rounds",
        "rounds,expired",
        "rest,expired",
        "rest,replicas"
    })
    void whatWouldBeIgnoredIsRefused(String one, String other) {
        String[] both = {"--" + one, "3", "--" + other, "2"};

        assertThatThrownBy(() -> Options.parse(both))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--%s and --%s do not go together; leave one out.", one, other);
    }

    @Test
    void withoutOptionsItIsTheLoadOfTheTable() {
        Options options = Options.parse(new String[0]);

        assertThat(options.rates()).containsExactly(100, 500);
        assertThat(options.starts()).isZero();
        assertThat(options.rest()).isZero();
        assertThat(options.replicas()).isOne();
        assertThat(options.rounds()).isOne();
        assertThat(options.references()).isTrue();
    }

    @Test
    void runsAtARateCanBeLeftOut() {
        assertThat(Options.parse(new String[] {"--seconds", "0"}).rates()).isEmpty();
    }

    @Test
    void aRateForNoTimeIsRefused() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--rate", "500", "--seconds", "0"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--rate and --seconds 0 do not go together; leave one out.");
    }

    @Test
    void aStockIsThereAtRestToo() {
        Options options = Options.parse(new String[] {"--rest", "2", "--prefilled", "1000"});

        assertThat(options.rest()).isEqualTo(2);
        assertThat(options.prefilled()).isEqualTo(1_000);
    }
}
