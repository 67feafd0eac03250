package dev.qunfa.platform;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configuration as the service reads it, from the given properties alone. */
final class Configurations {
    static final App FETCHING = app("default", new App.Fetched("s3cret"));
    static final App FIXED = app("fixed", new App.Fixed("fixed-token"));

    private Configurations() {}

    /** Names and values in turn; the names without {@code qunfa.platform.}. */
    static PlatformConfig platform(String... namesAndValues) {
        Map<String, String> properties = new HashMap<>(Map.of("qunfa.platform.base-url", "http://localhost"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put("qunfa.platform." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return platformOf(properties);
    }

    static PlatformConfig platformOf(Map<String, String> properties) {
        return builder(properties).withMapping(PlatformConfig.class).build().getConfigMapping(PlatformConfig.class);
    }

    static SmallRyeConfig of(Map<String, String> properties) {
        return builder(properties).build();
    }

    /** From environment variables. */
    static SmallRyeConfig ofVariables(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .build();
    }

    private static SmallRyeConfigBuilder builder(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "test", 100));
    }

    static Apps apps(App... apps) {
        return new Apps(List.of(apps));
    }

    private static App app(String name, App.Access access) {
        return new App(name, "key-of-" + name, access, new App.CallbackKeys("callback-token", "0123456789abcdef"));
    }
}
