package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformConfigTest {
    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        PlatformConfig config = Configurations.platform("base-url", "https://api.example.com");

        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.keepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.poolSize()).isEqualTo(256);
        assertThat(config.maxAnswerSize()).isEqualTo(65_536);
        assertThat(config.token().refreshAhead()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.token().retryDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.token().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(config.errcodes().token()).isEmpty();
        assertThat(config.errcodes().retry()).isEmpty();
        assertThat(config.errcodes().doubt()).isEmpty();
        assertThat(config.errmsg().retry())
                .hasToString("Optional[(?i)rate.?limit|too many requests|too frequent|token.?bucket|频率|频繁|超限|限流|令牌桶]");
        assertThat(config.notProcessedStatuses()).isEqualTo(ErrcodeRanges.parse("503"));
        assertThat(config.connectionLifetime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.rateLimitPause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.errmsg().doubt()).isEmpty();
        assertThat(config.errmsg().token().orElseThrow()).hasToString("(?i)token(?!.?bucket)|令牌(?!桶)");
    }

    @Test
    void thePoolFollowsTheBoundOfPostsInFlight() {
        var properties = Map.of("qunfa.platform.base-url", "http://localhost", "qunfa.dispatch.max-in-flight", "64");

        assertThat(Configurations.platformOf(properties).poolSize()).isEqualTo(64);
    }

    @Test
    void errcodesAreCodesAndRanges() {
        assertThat(ErrcodeRanges.parse("40001, 41000-41099,-1"))
                .isEqualTo(new ErrcodeRanges(List.of(
                        new ErrcodeRanges.Range(40_001, 40_001),
                        new ErrcodeRanges.Range(41_000, 41_099),
                        new ErrcodeRanges.Range(-1, -1))));
    }
}
