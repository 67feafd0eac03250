package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment is that of the test's JVM and cannot be changed here; {@code StartIT} hears it. */
class EarlySwitchTest {
    private static final String PROPERTY = "qunfa.test.early-switch";
    private static final String VARIABLE = "QUNFA_TEST_EARLY_SWITCH";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
        System.clearProperty(VARIABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "No", "OFF", "n", "0"})
    void it_can_be_switched_off(String setting) {
        System.setProperty(PROPERTY, setting);

        assertThat(EarlySwitch.isOn(PROPERTY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "", "nothing of the kind"})
    void anything_else_leaves_it_on(String setting) {
        System.setProperty(PROPERTY, setting);

        assertThat(EarlySwitch.isOn(PROPERTY)).isTrue();
    }

    @Test
    void nothing_at_all_leaves_it_on() {
        assertThat(EarlySwitch.isOn(PROPERTY)).isTrue();
    }

    @Test
    void the_variable_can_be_given_as_a_property_and_an_empty_property_does_not_hide_it() {
        System.setProperty(PROPERTY, "");
        System.setProperty(VARIABLE, "false");

        assertThat(EarlySwitch.isOn(PROPERTY)).isFalse();
    }

    @Test
    void the_property_comes_first() {
        System.setProperty(PROPERTY, "true");
        System.setProperty(VARIABLE, "false");

        assertThat(EarlySwitch.isOn(PROPERTY)).isTrue();
    }

    @Test
    void the_documented_variables_are_heard() {
        assertThat(Setting.variable(CompilerThrift.SWITCH)).isEqualTo("QUNFA_JVM_SPARE_COMPILER");
        assertThat(Setting.variable(MemoryThrift.SWITCH)).isEqualTo("QUNFA_JVM_SPARE_MEMORY");
    }
}
