package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class VerbatimSecretsTest {
    @Property
    void aSecretIsReadAsItStandsInTheEnvironment(
            @ForAll @StringLength(min = 1, max = 12) @Chars({'$', '{', '}', '\\', ':'}) @CharRange(from = 'a', to = 'c')
                    String secret) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(
                        new EnvConfigSource(
                                Map.of("DB_PASSWORD", secret, "QUNFA_APPS_DEFAULT_APP_SECRET", secret), 300),
                        new PropertiesConfigSource(Map.of("behind", "${DB_PASSWORD}"), "app", 250))
                .build();

        assertThat(config.getValue("DB_PASSWORD", String.class)).isEqualTo(secret);
        assertThat(config.getValue("behind", String.class)).isEqualTo(secret);
        assertThat(config.getValue("qunfa.apps.default.app-secret", String.class))
                .isEqualTo(secret);
    }
}
