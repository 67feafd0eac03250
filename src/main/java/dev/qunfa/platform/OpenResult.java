package dev.qunfa.platform;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came of opening a callback's envelope. The sentences are fit for an error body: they repeat nothing of what came,
 * and never hold the word by which the platform knows that a callback was taken.
 */
public sealed interface OpenResult {

    /**
     * Signed by the platform and decrypted.
     *
     * @param app the app whose key the envelope names
     * @param event a JSON object
     */
    record Opened(App app, JsonNode event) implements OpenResult {}

    /** Nobody vouches for it: unknown app key, or a signature that is missing or wrong. Nothing was decrypted. */
    record Unauthorized(String sentence) implements OpenResult {}

    /** No envelope, or one with a good signature whose content is not what the platform makes. */
    record Unreadable(String sentence) implements OpenResult {}
}
