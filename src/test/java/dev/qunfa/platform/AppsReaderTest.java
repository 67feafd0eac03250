package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppsReaderTest {
    private final Map<String, String> values = new HashMap<>();

    private void app(String prefix, String appKey) {
        values.put(prefix + "APP_KEY", appKey);
        values.put(prefix + "APP_SECRET", "s");
        values.put(prefix + "CALLBACK_TOKEN", "c");
        values.put(prefix + "ENCODING_AES_KEY", "0123456789abcdef");
    }

    private List<App> read() {
        return new AppsReader(Configurations.ofVariables(values)).read();
    }

    private static App expected(String name, String appKey, App.Access access) {
        return new App(name, appKey, access, new App.CallbackKeys("c", "0123456789abcdef"));
    }

    @Test
    void variablesMakeApps() {
        app("QUNFA_APPS_DEFAULT_", "k1");
        app("QUNFA_APPS_SHOP_ONE_", "k2");
        values.put("QUNFA_APPS_SHOP_ONE_ACCESS_TOKEN", "t");
        values.put("QUNFA_APPS_DEFAULT_ACCESS_TOKEN", "");
        values.put("QUNFA_APPS_EMPTY_APP_KEY", "");

        assertThat(read())
                .containsExactly(
                        expected("default", "k1", new App.Fetched("s")),
                        expected("shop-one", "k2", new App.Fixed("t")));
    }

    @Test
    void propertiesMakeApps() {
        var properties = Map.of(
                "qunfa.apps.shop-one.app-key", "k",
                "qunfa.apps.shop-one.access-token", "t",
                "qunfa.apps.shop-one.callback-token", "c",
                "qunfa.apps.shop-one.encoding-aes-key", "0123456789abcdef");

        assertThat(new AppsReader(Configurations.of(properties)).read())
                .containsExactly(expected("shop-one", "k", new App.Fixed("t")));
    }

    @Test
    void dollarSignsInSecretsAreThemselves() {
        app("QUNFA_APPS_DEFAULT_", "k");
        values.put("QUNFA_APPS_DEFAULT_APP_SECRET", "a$$b${c}\\$d${");

        assertThat(read()).containsExactly(expected("default", "k", new App.Fetched("a$$b${c}\\$d${")));
    }

    @Test
    void appsAreFoundByBothTheirNames() {
        app("QUNFA_APPS_DEFAULT_", "k1");
        app("QUNFA_APPS_B_", "k2");
        Apps apps = new Apps(Configurations.ofVariables(values));

        assertThat(apps.names()).containsExactly("b", "default");
        assertThat(apps.named("b")).isEqualTo(apps.withAppKey("k2")).isPresent();
        assertThat(apps.named("k2")).isEmpty();
        assertThat(apps.withAppKey("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"APP_KEY", "APP_SECRET", "CALLBACK_TOKEN", "ENCODING_AES_KEY"})
    void aMissingPieceIsNamed(String piece) {
        app("QUNFA_APPS_SHOP_ONE_", "k");
        values.remove("QUNFA_APPS_SHOP_ONE_" + piece);

        assertThatThrownBy(this::read)
                .isInstanceOf(MisconfiguredApps.class)
                .hasMessageStartingWith("QUNFA_APPS_SHOP_ONE_" + piece + " is missing: set it to ");
    }

    @ParameterizedTest
    @CsvSource({
        "ENCODING_AES_KEY,0123456789abcde",
        "ENCODING_AES_KEY,0123456789abcdefg",
        "ENCODING_AES_KEY,0123456789abcdeé",
        "ACCESS_TOKEN,two words"
    })
    void aMalformedPieceIsNamedAndNotShown(String piece, String value) {
        app("QUNFA_APPS_DEFAULT_", "k");
        values.put("QUNFA_APPS_DEFAULT_" + piece, value);

        assertThatThrownBy(this::read)
                .hasMessageStartingWith("QUNFA_APPS_DEFAULT_" + piece + " is malformed: ")
                .hasMessageNotContaining(value);
    }

    @Test
    void withoutAnyAppTheDefaultOneIsMissing() {
        assertThatThrownBy(this::read).hasMessageStartingWith("QUNFA_APPS_DEFAULT_APP_KEY is missing: ");
    }

    @Test
    void twoAppsWithOneAppKeyAreRefused() {
        app("QUNFA_APPS_A_", "k");
        app("QUNFA_APPS_B_", "k");

        assertThatThrownBy(this::read).hasMessage("QUNFA_APPS_B_APP_KEY is malformed: the app a has the same app key.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qunfa.apps.Shop.app-key", "qunfa.apps.a_b.app-key", "qunfa.apps.a.b.app-key"})
    void anAppsNameHasOneSpelling(String property) {
        assertThatThrownBy(() -> new AppsReader(Configurations.of(Map.of(property, "k"))).read())
                .hasMessageContaining("an app's name is lower-case letters and digits");
    }
}
