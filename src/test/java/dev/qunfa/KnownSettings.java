package dev.qunfa;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the service lets its users configure, read off its code. */
final class KnownSettings {
    private static final Set<String> APP_PIECES =
            Set.of("APP_KEY", "APP_SECRET", "ACCESS_TOKEN", "CALLBACK_TOKEN", "ENCODING_AES_KEY");

    private KnownSettings() {}

    /** Environment variables with their defaults; an empty default where there is none or it is made at run time. */
    static Map<String, String> withDefaults() {
        Map<String, String> known = new TreeMap<>();
        APP_PIECES.forEach(piece -> known.put("QUNFA_APPS_DEFAULT_" + piece, ""));
        Settings.ALL.forEach(setting -> known.put(setting.variable(), ""));
        for (JavaClass mapping : mappings()) {
            ConfigClass.configClass(mapping.reflect())
                    .getProperties()
                    .forEach((property, value) -> known.put(variable(property), plain(value)));
        }
        return known;
    }

    private static Iterable<JavaClass> mappings() {
        return new ClassFileImporter()
                .importPath(Path.of("target/classes")).stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .toList();
    }

    private static String variable(String property) {
        return Settings.ALL.stream()
                .filter(setting -> setting.property().equals(property))
                .map(Setting::variable)
                .findFirst()
                .orElseGet(() -> property.toUpperCase().replaceAll("[^A-Z0-9]", "_"));
    }

    private static String plain(String value) {
        return value == null || value.startsWith("${") ? "" : value;
    }
}
