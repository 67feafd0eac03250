package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A callback to be sent once, exactly as asked for: to see what a receiver does with it.
 *
 * @param app name of the registered app that signs and encrypts it
 * @param content what is encrypted; a string is taken as it is, anything else as JSON
 * @param padding null: PKCS#7
 * @param numbers nonce and timestamp as JSON numbers
 * @param replace fields of the sealed envelope to replace, after signing ({@code {"signature": "00"}}); null: none
 * @param url null: the app's own callback URL
 */
public record HandMadeCallback(
        String app, JsonNode content, Padding padding, boolean numbers, JsonNode replace, String url) {

    /** An ordinary callback with the given content. */
    public static HandMadeCallback of(String app, JsonNode content) {
        return new HandMadeCallback(app, content, null, false, null, null);
    }

    /** What came back: HTTP status (0: no answer) and body. */
    public record Answer(int status, String body) {}

    String text() {
        return content.isTextual() ? content.textValue() : content.toString();
    }
}
