package dev.qunfa.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parameters of the database's URL of which the client takes no notice by itself. */
final class UrlParameters {
    private static final Set<String> HEARD = Set.of(
            "port",
            "host",
            "hostaddr",
            "user",
            "password",
            "dbname",
            "sslmode",
            "application_name",
            "fallback_application_name",
            "search_path",
            "options");

    /** As they are called in the URL, and by PostgreSQL: people copy URLs that are meant for JDBC. */
    private static final Map<String, String> SETTINGS = Map.of(
            "currentSchema", "search_path",
            "synchronous_commit", "synchronous_commit");

    private final Map<String, String> others = new TreeMap<>();

    UrlParameters(String url) {
        int query = url.indexOf('?');
        for (String part : query < 0 ? new String[0] : url.substring(query + 1).split("&")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2 && !HEARD.contains(pair[0])) {
                others.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
            }
        }
    }

    /** What PostgreSQL is to be told at the beginning of a session. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        others.forEach((name, value) -> {
            if (SETTINGS.containsKey(name)) {
                settings.put(SETTINGS.get(name), value);
            }
        });
        return settings;
    }

    /** The names of those that nobody hears. */
    Set<String> ignored() {
        Set<String> ignored = new TreeSet<>(others.keySet());
        ignored.removeAll(SETTINGS.keySet());
        return ignored;
    }
}
