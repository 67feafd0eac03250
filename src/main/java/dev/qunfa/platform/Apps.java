package dev.qunfa.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The configured apps, by either of their names. They are read once at start; immutable and safe for any thread.
 *
 * @see AppsReader for how they are written in the configuration
 */
@ApplicationScoped
public class Apps {
    private final Map<String, App> byName;
    private final Map<String, App> byAppKey;

    /** @throws MisconfiguredApps if a piece is missing or malformed */
    @Inject
    public Apps(Config config) {
        this(new AppsReader(config).read());
    }

    Apps(Collection<App> apps) {
        byName = apps.stream().collect(Collectors.toMap(App::name, Function.identity(), Apps::unique, TreeMap::new));
        byAppKey = apps.stream().collect(Collectors.toUnmodifiableMap(App::appKey, Function.identity()));
    }

    private static App unique(App one, App other) {
        throw new IllegalArgumentException("two apps are named " + one.name());
    }

    /** The app that a request means by its {@code app}. */
    public Optional<App> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The app that a callback's envelope means. */
    public Optional<App> withAppKey(String appKey) {
        return Optional.ofNullable(byAppKey.get(appKey));
    }

    /** At least one; in alphabetical order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    Collection<App> all() {
        return byName.values();
    }
}
