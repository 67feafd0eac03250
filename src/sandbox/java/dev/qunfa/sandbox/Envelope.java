package dev.qunfa.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and signs the callbacks of one app, as platform-side code would (MD5 over the five sorted values, AES-CBC with
 * the key's head as IV). One thread.
 */
final class Envelope {

    private final PlatformApp app;
    private final SecretKeySpec key;
    private final IvParameterSpec iv;

    Envelope(PlatformApp app) {
        this.app = app;
        byte[] bytes = app.encodingAesKey().getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, "AES");
        this.iv = new IvParameterSpec(Arrays.copyOf(bytes, 16));
    }

    /**
     * Seals {@code content}.
     *
     * @param numbers nonce and timestamp become JSON numbers instead of strings
     * @param untidy how the base64 is written; null: in one line
     */
    ObjectNode seal(String content, Padding padding, boolean numbers, Untidiness untidy) {
        String nonce = Integer.toString(ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000));
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        byte[] encrypted = encrypt(padding.pad(content));
        String encoded = untidy == null ? Base64.getEncoder().encodeToString(encrypted) : untidy.encoded(encrypted);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("app_key", app.appKey());
        envelope.set("nonce", text(nonce, numbers));
        envelope.set("timestamp", text(timestamp, numbers));
        envelope.put("signature", signature(nonce, timestamp, encoded));
        envelope.put("encoding_content", encoded);
        return envelope;
    }

    private String signature(String nonce, String timestamp, String encoded) {
        String[] values = {app.appKey(), app.callbackToken(), nonce, timestamp, encoded};
        Arrays.sort(values);
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(String.join("", values).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("MD5 is missing", e);
        }
    }

    private byte[] encrypt(byte[] padded) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, iv);
            return cipher.doFinal(padded);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CBC is missing", e);
        }
    }

    private static JsonNode text(String digits, boolean asNumber) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return asNumber ? nodes.numberNode(new BigDecimal(digits)) : nodes.textNode(digits);
    }
}
