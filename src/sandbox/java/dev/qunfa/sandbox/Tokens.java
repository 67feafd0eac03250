package dev.qunfa.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The apps that are registered, and the access tokens they hold. Any thread. */
final class Tokens {

    private record Issued(String appKey, long expiresAt) {}

    private final Map<String, PlatformApp> byKey = new ConcurrentHashMap<>();
    private final Map<String, String> fixed = new ConcurrentHashMap<>();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Duration lifetime;

    Tokens(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** Adds an app, or replaces the one with its key. */
    void register(PlatformApp app) {
        byKey.put(app.appKey(), app);
        if (app.accessToken() != null) {
            fixed.put(app.accessToken(), app.appKey());
        }
    }

    Collection<PlatformApp> apps() {
        return byKey.values();
    }

    /** Returns the app with this key as it is registered now, or null. */
    PlatformApp byKey(String appKey) {
        return byKey.get(appKey);
    }

    /** Returns the app with this name, or null. */
    PlatformApp named(String name) {
        return byKey.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns a new token, or null when key and secret do not belong together. */
    String issue(String appKey, String appSecret) {
        PlatformApp app = byKey.get(appKey);
        if (app == null || !app.appSecret().equals(appSecret)) {
            return null;
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        issued.put(token, new Issued(appKey, System.currentTimeMillis() + lifetime.toMillis()));
        return token;
    }

    /** Returns the app that a token belongs to, or null when the token is unknown or has expired. */
    PlatformApp appOf(String token) {
        if (token == null) {
            return null;
        }
        Issued held = issued.get(token);
        if (held == null) {
            String appKey = fixed.get(token);
            return appKey == null ? null : byKey.get(appKey);
        }
        if (System.currentTimeMillis() >= held.expiresAt()) {
            issued.remove(token);
            return null;
        }
        return byKey.get(held.appKey());
    }

    void expireAll() {
        issued.clear();
    }

    long lifetimeSeconds() {
        return lifetime.toSeconds();
    }
}
