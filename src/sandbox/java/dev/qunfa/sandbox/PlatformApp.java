package dev.qunfa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * An app as it is registered with the simulated platform: what it signs in with, and where its callbacks go.
 *
 * @param name only for the record of posts; the service's own name for the app need not be the same
 * @param accessToken a token that never expires, or null when tokens are fetched only
 * @param encodingAesKey 16 or 32 characters, which are the key's bytes
 * @param callbackUrl where callbacks are posted, or null: none are sent; several addresses with a comma between them take
 *     turns, as replicas behind a load balancer do
 */
public record PlatformApp(
        String name,
        String appKey,
        String appSecret,
        String accessToken,
        String callbackToken,
        String encodingAesKey,
        String callbackUrl) {

    /** Rejects what the platform could not work with: an empty key, an AES key of another length. */
    public PlatformApp {
        if (appKey == null || appKey.isEmpty()) {
            throw new IllegalArgumentException("app_key is missing");
        }
        int length = encodingAesKey == null ? 0 : encodingAesKey.getBytes(StandardCharsets.UTF_8).length;
        if (length != 16 && length != 32) {
            throw new IllegalArgumentException("encoding_aes_key must be 16 or 32 bytes, but has " + length);
        }
        if (callbackUrl != null && Stream.of(callbackUrl.split(",", -1)).anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "callback_url must be an address, or several with one comma between them");
        }
    }

    /** The app that the sandbox uses: AES-256, tokens to be fetched, nothing that is secret anywhere else. */
    public static PlatformApp sandbox(String name, String callbackUrl) {
        String key = (name + "-sandbox-aes-key-0123456789abcdef").substring(0, 32);
        return new PlatformApp(
                name, name + "-app-key", name + "-app-secret", null, name + "-callback-token", key, callbackUrl);
    }

    /** Where the callback goes that is the {@code turn}th, counted from 0. */
    public String callbackUrl(long turn) {
        if (callbackUrl == null || callbackUrl.indexOf(',') < 0) {
            return callbackUrl;
        }
        String[] addresses = callbackUrl.split(",");
        return addresses[(int) (turn % addresses.length)];
    }

    /** The same app with its callbacks sent elsewhere. */
    public PlatformApp callingBack(String url) {
        return new PlatformApp(name, appKey, appSecret, accessToken, callbackToken, encodingAesKey, url);
    }

    /** The same app with a token that never expires. */
    public PlatformApp withAccessToken(String token) {
        return new PlatformApp(name, appKey, appSecret, token, callbackToken, encodingAesKey, callbackUrl);
    }

    /** Names the app, never its secrets. */
    @Override
    public String toString() {
        return "PlatformApp[" + name + "]";
    }
}
