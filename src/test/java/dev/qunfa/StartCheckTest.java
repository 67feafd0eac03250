package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.qunfa.platform.Apps;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartCheckTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
            "DB_URL", "postgresql://localhost:5432/qunfa",
            "DB_USER", "qunfa",
            "DB_PASSWORD", "p$$w${d}\\$",
            "QUNFA_PLATFORM_BASE_URL", "https://api.example.com",
            "QUNFA_APPS_DEFAULT_APP_KEY", "key",
            "QUNFA_APPS_DEFAULT_APP_SECRET", "s3cret",
            "QUNFA_APPS_DEFAULT_CALLBACK_TOKEN", "c4llback",
            "QUNFA_APPS_DEFAULT_ENCODING_AES_KEY", "0123456789abcdef"));
    /** As in the service's application.properties. */
    private final Map<String, String> properties = new HashMap<>(Map.of(
            "kafka.bootstrap.servers", "${KAFKA_BOOTSTRAP_SERVERS}",
            "quarkus.datasource.reactive.url", "${DB_URL}",
            "quarkus.datasource.username", "${DB_USER}",
            "quarkus.datasource.password", "${DB_PASSWORD}"));

    private SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(variables, 300), new PropertiesConfigSource(properties, "app", 250))
                .build();
    }

    private Optional<String> problem() {
        return StartCheck.firstProblem(config());
    }

    @Test
    void theDocumentedVariablesAloneAreEnough() {
        assertThat(problem()).isEmpty();
    }

    @Test
    void thePropertiesBehindTheVariablesDoAsWell() {
        variables.clear();
        properties.putAll(Map.of(
                "kafka.bootstrap.servers", "PLAINTEXT://a:1,[::1]:2",
                "quarkus.datasource.reactive.url", "vertx-reactive:postgresql://db/qunfa?sslmode=require",
                "quarkus.datasource.username", "u",
                "quarkus.datasource.password", "p",
                "qunfa.platform.base-url", "http://localhost:8090/prefix",
                "qunfa.apps.shop-one.app-key", "k",
                "qunfa.apps.shop-one.access-token", "t",
                "qunfa.apps.shop-one.callback-token", "c",
                "qunfa.apps.shop-one.encoding-aes-key", "0123456789abcdef"));

        assertThat(problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_BOOTSTRAP_SERVERS",
                "DB_URL",
                "DB_USER",
                "DB_PASSWORD",
                "QUNFA_PLATFORM_BASE_URL",
                "QUNFA_APPS_DEFAULT_APP_KEY",
                "QUNFA_APPS_DEFAULT_APP_SECRET",
                "QUNFA_APPS_DEFAULT_CALLBACK_TOKEN",
                "QUNFA_APPS_DEFAULT_ENCODING_AES_KEY"
            })
    void aMissingOrEmptyVariableIsNamedInOneSentence(String variable) {
        variables.remove(variable);
        assertThat(problem().orElseThrow())
                .startsWith(variable + " is missing: set it to ")
                .satisfies(this::oneSentence);

        variables.put(variable, "");
        assertThat(problem().orElseThrow()).startsWith(variable + " is missing: ");
    }

    private void oneSentence(String text) {
        assertThat(text).endsWith(".").doesNotContain("\n", ". ", "s3cret", "c4llback");
    }

    @Test
    void theSentenceSaysWhatToSet() {
        variables.remove("DB_URL");
        assertThat(problem()).contains("DB_URL is missing: set it to postgresql://host:port/database.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KAFKA_BOOTSTRAP_SERVERS|localhost",
                "KAFKA_BOOTSTRAP_SERVERS|a:1,,b:2",
                "KAFKA_BOOTSTRAP_SERVERS|a:1,b:65536",
                "KAFKA_BOOTSTRAP_SERVERS|a:0",
                "DB_URL|jdbc:postgresql://h:1/d",
                "DB_URL|mysql://h:1/d",
                "DB_URL|postgresql://h:1",
                "DB_URL|postgresql://h:port/d",
                "DB_URL|postgresql://h:99999/d",
                "DB_URL|postgresql://h:0/d",
                "QUNFA_PLATFORM_BASE_URL|api.example.com",
                "QUNFA_PLATFORM_BASE_URL|ftp://api.example.com",
                "QUNFA_PLATFORM_BASE_URL|https://",
                "QUNFA_PLATFORM_BASE_URL|https://u:p@h",
                "QUNFA_PLATFORM_BASE_URL|https://h?q",
                "QUNFA_PLATFORM_BASE_URL|https://h:99999",
                "QUNFA_PLATFORM_TIMEOUT|ten",
                "QUNFA_PLATFORM_TIMEOUT|0s",
                "QUNFA_PLATFORM_TIMEOUT|-1s",
                "QUNFA_PLATFORM_POOL_SIZE|0",
                "QUNFA_PLATFORM_KEEP_ALIVE|500ms",
                "QUNFA_PLATFORM_ERRCODES_TOKEN|a-b",
                "QUNFA_PLATFORM_ERRMSG_TOKEN|(",
                "QUNFA_REQUESTS_TOPIC|a/b",
                "QUNFA_RESULTS_TOPIC|..",
                "QUNFA_DLQ_TOPIC|群",
                "QUNFA_REQUESTS_REROUTE|maybe",
                "QUNFA_DISPATCH_MAX_IN_FLIGHT|0",
                "QUNFA_DISPATCH_MAX_IN_FLIGHT|many",
                "QUNFA_DISPATCH_ROBOT_RATE|20",
                "QUNFA_DISPATCH_ROBOT_RATE|20/",
                "QUNFA_DISPATCH_ROBOT_RATE|0/1s",
                "QUNFA_DISPATCH_ROBOT_RATE|1/0s",
                "QUNFA_RETRY_MAX_ATTEMPTS|0",
                "QUNFA_RETRY_INITIAL_BACKOFF|1x",
                "QUNFA_RETRY_MAX_BACKOFF|soon",
                "QUNFA_IN_DOUBT_POLICY|hope",
                "QUNFA_IN_DOUBT_WINDOW|5 minutes",
                "QUNFA_CONFIRMATION_WINDOW|PT",
                "QUNFA_CIRCUIT_FAILURES|1.5",
                "QUNFA_CIRCUIT_DELAY|99999999d",
                "QUNFA_RETENTION|0d",
                "QUNFA_RETENTION|${NOWHERE}",
                "QUARKUS_HTTP_PORT|80800",
                "QUARKUS_HTTP_PORT|http"
            })
    void aMalformedVariableIsNamedAndNotShown(String variable, String value) {
        variables.put(variable, value);

        assertThat(problem().orElseThrow())
                .startsWith(variable + " is malformed: it must be ")
                .doesNotContain("\"" + value + "\"")
                .satisfies(this::oneSentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KAFKA_BOOTSTRAP_SERVERS|a:1,b:65535",
                "DB_URL|postgresql://h:65535/d",
                "QUNFA_PLATFORM_TIMEOUT|500ms",
                "QUNFA_PLATFORM_TIMEOUT|10",
                "QUNFA_IN_DOUBT_WINDOW|PT5M",
                "QUNFA_CONFIRMATION_WINDOW|1h",
                "QUNFA_RETENTION|30d",
                "QUNFA_RETENTION|P30D",
                "QUNFA_DISPATCH_ROBOT_RATE|300/1m",
                "QUNFA_DISPATCH_ROBOT_RATE|''",
                "QUNFA_IN_DOUBT_POLICY|resend",
                "QUNFA_REQUESTS_TOPIC|team.requests-2_x",
                "QUNFA_PLATFORM_BASE_URL|http://[::1]:8090",
                "QUNFA_PLATFORM_ERRCODES_TOKEN|40001,41000-41099",
                "QUNFA_PLATFORM_ERRMSG_TOKEN|''",
                "QUARKUS_HTTP_PORT|0"
            })
    void whatTheDocumentationAllowsIsAccepted(String variable, String value) {
        variables.put(variable, value);

        assertThat(problem()).isEmpty();
    }

    @Test
    void twoTopicsInOneAreRefused() {
        variables.put("QUNFA_DLQ_TOPIC", "qunfa.requests");

        assertThat(problem()).contains("QUNFA_DLQ_TOPIC is malformed: it must differ from QUNFA_REQUESTS_TOPIC.");
    }

    @Test
    void whateverAFeatureCanBeConfiguredWithIsChecked() {
        var properties = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.qunfa").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(type -> ConfigMappings.getProperties(ConfigClass.configClass(type.reflect())))
                        .flatMap(found -> found.keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));

        properties.removeAll(Settings.ALL.stream().map(Setting::property).toList());

        assertThat(properties).as("add these to dev.qunfa.Settings").isEmpty();
    }

    @Test
    void i10TheEffectiveConfigurationIsShownWithoutSecrets() {
        variables.put("DB_URL", "postgresql://u:s3cret@h:1/d?password=s3cret");
        variables.put("QUNFA_APPS_DEFAULT_ACCESS_TOKEN", "s3cret");
        variables.put("QUNFA_RETENTION", "30d");
        variables.put("QUNFA_PLATFORM_ERRMSG_TOKEN", "(?i)token");
        // They belong to an app.
        variables.put("QUNFA_PLATFORM_APP_SECRET", "s3cret");
        variables.put("QUNFA_PLATFORM_ACCESS_TOKEN", "s3cret");

        assertThat(EffectiveConfiguration.shown(config(), new Apps(config())))
                .isEqualTo("kafka.bootstrap.servers=localhost:9092, quarkus.datasource.password=***, "
                        + "quarkus.datasource.reactive.url=postgresql://h:1/d, quarkus.datasource.username=qunfa, "
                        + "qunfa.platform.access.token=***, qunfa.platform.app.secret=***, "
                        + "qunfa.platform.base-url=https://api.example.com, qunfa.platform.errmsg.token=(?i)token, "
                        + "qunfa.retention=30d, "
                        + "app App[name=default, appKey=key, access=Fixed[accessToken=***], "
                        + "callbackKeys=CallbackKeys[***]]");
    }
}
