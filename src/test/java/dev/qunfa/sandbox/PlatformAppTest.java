package dev.qunfa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformAppTest {
    @Test
    void severalAddressesTakeTurnsWithTheCallbacks() {
        PlatformApp app = PlatformApp.sandbox("turns", "http://a/callbacks,http://b/callbacks");

        assertThat(LongStream.range(0, 4).mapToObj(app::callbackUrl))
                .containsExactly(
                        "http://a/callbacks", "http://b/callbacks", "http://a/callbacks", "http://b/callbacks");
    }

    @Test
    void oneAddressTakesThemAllAndNoneTakesNone() {
        assertThat(PlatformApp.sandbox("one", "http://a/callbacks").callbackUrl(7))
                .isEqualTo("http://a/callbacks");
        assertThat(PlatformApp.sandbox("none", null).callbackUrl(7)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a/,", ",http://a/", "http://a/, ,http://b/"})
    void anAddressThatIsMissingIsRefused(String addresses) {
        assertThatThrownBy(() -> PlatformApp.sandbox("refused", addresses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("callback_url");
    }
}
