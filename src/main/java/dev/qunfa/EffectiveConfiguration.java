package dev.qunfa;

import dev.qunfa.platform.Apps;
import dev.qunfa.startup.AtStep;
import dev.qunfa.startup.StartStep;
import dev.qunfa.startup.Starting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Logs once, at the start, what the service runs with: Qunfa's own properties and those the variables stand for. */
@ApplicationScoped
class EffectiveConfiguration {
    private static final Logger LOG = Logger.getLogger(EffectiveConfiguration.class);
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|secret|credential|token|key).*");

    /** Knobs about tokens. What is not documented is none of them, though it may stand beside them: a misplaced secret is one. */
    private static final Set<String> SHOWN = Settings.ALL.stream()
            .map(Setting::property)
            .filter(property -> property.startsWith("qunfa.platform."))
            .collect(Collectors.toUnmodifiableSet());

    /** Of a URL. */
    private static final Pattern USER_INFO_OR_QUERY = Pattern.compile("(?<=://)[^/@]*@|(?<=://[^?]{0,999})\\?.*$");

    private static final String APPS = "qunfa.apps.";

    void log(@Observes @AtStep(StartStep.CONFIGURATION) Starting started, Config config, Apps apps) {
        LOG.infof("Configuration: %s", shown(config, apps));
    }

    /** {@code name=value} of each property that has a value, sorted by name, and the apps; a secret is three stars. */
    static String shown(Config config, Apps apps) {
        return Stream.concat(
                        names(config).flatMap(name -> value(config, name).map(value -> name + "=" + value).stream()),
                        apps.names().stream().map(apps::named).map(app -> "app " + app.orElseThrow()))
                .collect(Collectors.joining(", "));
    }

    /** A variable is listed by the name of its property, and once more by one that is guessed from it; that is left out. */
    private static Stream<String> names(Config config) {
        var names = new TreeSet<String>();
        Settings.ALL.forEach(setting -> names.add(setting.property()));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("qunfa.") && !name.startsWith(APPS)) {
                names.add(name);
            }
        }
        var variables = new HashSet<String>();
        return names.stream().filter(name -> variables.add(name.replaceAll("[^a-z0-9]", "_")));
    }

    private static Optional<String> value(Config config, String name) {
        try {
            return config.getOptionalValue(name, String.class)
                    .filter(value -> !value.isEmpty())
                    .map(value -> isSecret(name)
                            ? "***"
                            : USER_INFO_OR_QUERY.matcher(value).replaceAll(""));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name).matches() && !SHOWN.contains(name);
    }
}
