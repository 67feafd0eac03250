package dev.qunfa;

import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * One value of the configuration that is checked before the start.
 *
 * @param variable the environment variable, as the documentation has it
 * @param property the property behind it
 * @param required whether there is no default
 */
record Setting(String variable, String property, Form form, boolean required) {

    static Setting required(String variable, String property, Form form) {
        return new Setting(variable, property, form, true);
    }

    /** The property's name follows from the variable's, but for its dashes. */
    static Setting optional(String property, Form form) {
        return new Setting(variable(property), property, form, false);
    }

    /** The environment variable of a property. */
    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** What is wrong, in one sentence that repeats nothing of the value. */
    Optional<String> problem(Config config) {
        Optional<String> value = value(config);
        if (!required && refersToNothing(config)) {
            return Optional.of(malformed());
        }
        if (value.isEmpty()) {
            return required ? Optional.of(variable + " is missing: set it to " + form.description() + ".") : value;
        }
        return value.filter(form.accepts().negate()).map(wrong -> malformed());
    }

    private String malformed() {
        return variable + " is malformed: it must be " + form.description() + ".";
    }

    /** Whether the value is a reference to something that is not set. */
    private boolean refersToNothing(Config config) {
        ConfigValue value = config.getConfigValue(property);
        return value.getValue() == null && value.getRawValue() != null;
    }

    /** Empty is absent. */
    Optional<String> value(Config config) {
        return lookUp(config, property).or(() -> lookUp(config, variable));
    }

    private static Optional<String> lookUp(Config config, String name) {
        try {
            return config.getOptionalValue(name, String.class).filter(text -> !text.isEmpty());
        } catch (NoSuchElementException e) {
            // The property refers to a variable that is not set.
            return Optional.empty();
        }
    }
}
