package dev.qunfa.platform;

/**
 * One configured platform app: who sends, and whose callbacks are believed.
 *
 * @param name Qunfa's name for it, as in a request's {@code app}
 * @param appKey the platform's name for it, as in a callback's envelope; no secret
 * @param access how it gets its access token
 * @param callbackKeys what its callbacks are checked and decrypted with
 */
public record App(String name, String appKey, Access access, CallbackKeys callbackKeys) {

    /** Where an app's access token comes from. */
    public sealed interface Access {}

    /** The token is fetched from the platform, and again before it ends or when the platform refuses it. */
    public record Fetched(String appSecret) implements Access {
        @Override
        public String toString() {
            return "Fetched[appSecret=***]";
        }
    }

    /** The user holds a long-lived token; it is never fetched. */
    public record Fixed(String accessToken) implements Access {
        @Override
        public String toString() {
            return "Fixed[accessToken=***]";
        }
    }

    /**
     * The two secrets of an app's callbacks.
     *
     * @param token goes into the signature
     * @param encodingAesKey 16 characters for AES-128, 32 for AES-256
     */
    public record CallbackKeys(String token, String encodingAesKey) {
        @Override
        public String toString() {
            return "CallbackKeys[***]";
        }
    }
}
