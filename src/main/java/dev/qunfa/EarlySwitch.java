package dev.qunfa;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A setting of what begins before the configuration is read, because reading it takes longer: it is heard from the environment or
 * a system property only, and what is no switch at all is left to {@link StartCheck} to refuse.
 */
final class EarlySwitch {
    /** The half of {@link Form#SWITCH} that means no. */
    private static final Pattern OFF = Pattern.compile("(?i)false|no|off|n|0");

    private EarlySwitch() {}

    /** Whether it is not switched off; empty is absent. */
    static boolean isOn(String property) {
        String variable = Setting.variable(property);
        Optional<String> value = Stream.of(
                        System.getProperty(property, ""),
                        System.getProperty(variable, ""),
                        Optional.ofNullable(System.getenv(variable)).orElse(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
        return value.isEmpty() || !OFF.matcher(value.get()).matches();
    }
}
