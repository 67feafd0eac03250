package dev.qunfa.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What a callback's body says before anything is believed. Each value is the text as it came, a number's and its
 * line breaks included, because that is what is signed; what is absent or null is empty.
 */
record CallbackEnvelope(String appKey, String nonce, String timestamp, String signature, String encodingContent) {
    private static final Set<String> FIELDS = Set.of("app_key", "nonce", "timestamp", "signature", "encoding_content");

    /** Empty if the body is not one JSON object, or one of the five fields is neither text nor number. */
    static Optional<CallbackEnvelope> read(byte[] body) {
        return PlatformJson.texts(body, FIELDS)
                .map(found -> new CallbackEnvelope(
                        found.getOrDefault("app_key", ""),
                        found.getOrDefault("nonce", ""),
                        found.getOrDefault("timestamp", ""),
                        found.getOrDefault("signature", ""),
                        found.getOrDefault("encoding_content", "")));
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
