package dev.qunfa;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Logs once, at the start, what the service runs with: Qunfa's own properties and those the variables stand for. */
@ApplicationScoped
class EffectiveConfiguration {
    private static final Logger LOG = Logger.getLogger(EffectiveConfiguration.class);
    private static final Pattern SECRET =
            Pattern.compile("qunfa\\.apps\\..+\\.(app-secret|access-token|callback-token|encoding-aes-key)"
                    + "|(?!qunfa\\.platform\\.).*(password|secret|credential|token).*");
    private static final Pattern USER_INFO_OR_QUERY = Pattern.compile("(?<=//)[^/@]*@|\\?.*$");

    void log(@Observes StartupEvent started, Config config) {
        LOG.infof("Configuration: %s", shown(config));
    }

    /** {@code name=value} of each property that has a value, sorted by name; a secret is three stars. */
    static String shown(Config config) {
        var names = new TreeSet<String>();
        StartCheck.SETTINGS.forEach(setting -> names.add(setting.property()));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("qunfa.")) {
                names.add(name);
            }
        }
        return names.stream()
                .flatMap(name -> value(config, name).map(value -> name + "=" + value).stream())
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> value(Config config, String name) {
        try {
            return config.getOptionalValue(name, String.class)
                    .filter(value -> !value.isEmpty())
                    .map(value -> SECRET.matcher(name).matches()
                            ? "***"
                            : USER_INFO_OR_QUERY.matcher(value).replaceAll(""));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }
}
