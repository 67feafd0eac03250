package dev.qunfa.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Reads the apps from variables {@code QUNFA_APPS_<NAME>_<PIECE>} or properties {@code qunfa.apps.<name>.<piece>}.
 *
 * <p>An app's name is lower-case letters and digits, with single dashes between them: {@code QUNFA_APPS_SHOP_ONE_APP_KEY}
 * belongs to the app {@code shop-one}, whose property is {@code qunfa.apps.shop-one.app-key}. An empty value counts as not
 * set, and an app without a single value does not exist. If an app has both, its fixed access token is used and the
 * secret is not.
 *
 * <p>A mapped {@code Map} would not do: a variable's name does not tell where the app's name ends.
 */
public final class AppsReader {
    private static final String PIECES = "APP_KEY|APP_SECRET|ACCESS_TOKEN|CALLBACK_TOKEN|ENCODING_AES_KEY";
    private static final Pattern VARIABLE = Pattern.compile("QUNFA_APPS_(.+)_(?:" + PIECES + ")");
    private static final Pattern PROPERTY = Pattern.compile(
            "qunfa\\.apps\\.(.+)\\.(?:" + PIECES.toLowerCase(Locale.ROOT).replace('_', '-') + ")");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern HEADER_SAFE = Pattern.compile("[\\x21-\\x7e]+");

    private final Config config;

    public AppsReader(Config config) {
        this.config = config;
    }

    /**
     * All apps, sorted by name, at least one.
     *
     * @throws MisconfiguredApps if there is none, or one is incomplete, malformed or has another one's app key
     */
    public List<App> read() {
        var apps = new ArrayList<App>();
        for (String name : names()) {
            apps.add(app(name));
        }
        if (apps.isEmpty()) {
            throw missing("default", "APP_KEY", "the app key that the platform gave you");
        }
        refuseSharedKeys(apps);
        return apps;
    }

    private TreeSet<String> names() {
        var names = new TreeSet<String>();
        for (String key : config.getPropertyNames()) {
            Matcher variable = VARIABLE.matcher(key);
            Matcher property = PROPERTY.matcher(key);
            if (value(key).isEmpty()) {
                continue;
            }
            if (variable.matches()) {
                names.add(variable.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
            } else if (property.matches()) {
                names.add(property.group(1));
            }
        }
        names.stream().filter(name -> !NAME.matcher(name).matches()).findFirst().ifPresent(AppsReader::refuseName);
        return names;
    }

    private static void refuseName(String name) {
        String shown = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        throw new MisconfiguredApps("QUNFA_APPS_<NAME>_APP_KEY names an app \"" + shown
                + "\": an app's name is lower-case letters and digits with single dashes between them.");
    }

    private App app(String name) {
        String appKey = required(name, "APP_KEY", "the app key that the platform gave you");
        return new App(name, appKey, access(name), callbackKeys(name));
    }

    private App.Access access(String name) {
        Optional<String> accessToken = piece(name, "ACCESS_TOKEN");
        if (accessToken.isPresent()) {
            if (!HEADER_SAFE.matcher(accessToken.get()).matches()) {
                throw malformed(name, "ACCESS_TOKEN", "it must be printable ASCII without spaces");
            }
            return new App.Fixed(accessToken.get());
        }
        return new App.Fetched(
                required(name, "APP_SECRET", "the app's secret, or " + variable(name, "ACCESS_TOKEN") + " to a token"));
    }

    private App.CallbackKeys callbackKeys(String name) {
        String token = required(name, "CALLBACK_TOKEN", "the token that the app's callbacks are signed with");
        String aesKey = required(name, "ENCODING_AES_KEY", "the 16 or 32 characters of the app's callback key");
        if (!HEADER_SAFE.matcher(aesKey).matches() || aesKey.length() != 16 && aesKey.length() != 32) {
            throw malformed(name, "ENCODING_AES_KEY", "it must be 16 or 32 printable ASCII characters");
        }
        return new App.CallbackKeys(token, aesKey);
    }

    private static void refuseSharedKeys(List<App> apps) {
        Map<String, App> byAppKey = new HashMap<>();
        for (App app : apps) {
            App other = byAppKey.put(app.appKey(), app);
            if (other != null) {
                throw malformed(app.name(), "APP_KEY", "the app " + other.name() + " has the same app key");
            }
        }
    }

    private String required(String name, String piece, String whatToSet) {
        return piece(name, piece).orElseThrow(() -> missing(name, piece, whatToSet));
    }

    private Optional<String> piece(String name, String piece) {
        return value("qunfa.apps." + name + "." + piece.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private Optional<String> value(String key) {
        return config.getOptionalValue(key, String.class).filter(text -> !text.isEmpty());
    }

    private static MisconfiguredApps missing(String name, String piece, String whatToSet) {
        return new MisconfiguredApps(variable(name, piece) + " is missing: set it to " + whatToSet + ".");
    }

    private static MisconfiguredApps malformed(String name, String piece, String why) {
        return new MisconfiguredApps(variable(name, piece) + " is malformed: " + why + ".");
    }

    private static String variable(String name, String piece) {
        return "QUNFA_APPS_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + piece;
    }
}
