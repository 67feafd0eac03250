package dev.qunfa.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens envelopes with the JDK's means alone, as somebody would who has only read the platform's description. */
record EnvelopeOpener(PlatformApp app) {

    /** The JSON inside, whatever its padding. */
    JsonNode content(JsonNode envelope) {
        try {
            byte[] plain = plain(envelope);
            int last = plain[plain.length - 1];
            int end = last == '}' ? plain.length : plain.length - last;
            return new ObjectMapper().readTree(Arrays.copyOf(plain, end));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The decrypted bytes, padding included. */
    byte[] plain(JsonNode envelope) {
        byte[] key = app.encodingAesKey().getBytes(UTF_8);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return cipher.doFinal(
                    Base64.getDecoder().decode(envelope.path("encoding_content").asText()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature that the envelope must carry. */
    String signature(JsonNode envelope) {
        String sorted = Stream.of(
                        app.appKey(),
                        app.callbackToken(),
                        envelope.path("nonce").asText(),
                        envelope.path("timestamp").asText(),
                        envelope.path("encoding_content").asText())
                .sorted()
                .collect(Collectors.joining());
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(sorted.getBytes(UTF_8));
            return String.format("%032x", new BigInteger(1, digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
