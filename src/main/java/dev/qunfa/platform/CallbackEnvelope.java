package dev.qunfa.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a callback's body says before anything is believed. Each value is the text as it came, a number's included;
 * what is absent or null is empty.
 */
record CallbackEnvelope(String appKey, String nonce, String timestamp, String signature, String encodingContent) {
    private static final Set<String> FIELDS = Set.of("app_key", "nonce", "timestamp", "signature", "encoding_content");
    /** The encoding is UTF-8 and not guessed. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    /** Empty if the body is not one JSON object, or one of the five fields is there twice or neither text nor number. */
    static Optional<CallbackEnvelope> read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<CallbackEnvelope> read(JsonParser parser) throws IOException {
        Map<String, String> found = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!FIELDS.contains(name)) {
                parser.skipChildren();
            } else if (!isTextOrNumberOrNull(value) || found.put(name, text(parser, value)) != null) {
                return Optional.empty();
            }
        }
        if (parser.nextToken() != null) {
            return Optional.empty();
        }
        return Optional.of(new CallbackEnvelope(
                found.getOrDefault("app_key", ""),
                found.getOrDefault("nonce", ""),
                found.getOrDefault("timestamp", ""),
                found.getOrDefault("signature", ""),
                found.getOrDefault("encoding_content", "")));
    }

    private static boolean isTextOrNumberOrNull(JsonToken value) {
        return value == JsonToken.VALUE_STRING || value.isNumeric() || value == JsonToken.VALUE_NULL;
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NULL ? "" : parser.getText();
    }

    /**
     * Whether the signature is the lower-case hex MD5 of the four values and the token, sorted by code point. Takes
     * the same time wherever a wrong signature differs.
     */
    boolean isSignedWith(String token) {
        byte[][] values = {bytes(appKey), bytes(token), bytes(nonce), bytes(timestamp), bytes(encodingContent)};
        // The order of UTF-8 bytes, unsigned, is the order of code points; String.compareTo's is that of UTF-16.
        Arrays.sort(values, Arrays::compareUnsigned);
        MessageDigest md5 = Algorithms.md5();
        for (byte[] value : values) {
            md5.update(value);
        }
        return MessageDigest.isEqual(bytes(HexFormat.of().formatHex(md5.digest())), bytes(signature));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the content and its signature. */
    @Override
    public String toString() {
        return "CallbackEnvelope[***]";
    }
}
