package dev.qunfa.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An app's AES-CBC key for callbacks, with the key's first 16 bytes for its IV. Immutable, for any thread.
 *
 * <p>The platform pads as PKCS#7; clients in the field also meet padding to 32-byte blocks, and none at all.
 */
final class CallbackKey {
    private static final int BLOCK = 16;
    private static final int LONG_BLOCK = 32;

    private final SecretKeySpec key;
    private final IvParameterSpec iv;
    private final ThreadLocal<Cipher> decrypting = ThreadLocal.withInitial(this::decrypting);

    /** @param encodingAesKey 16 or 32 characters of ASCII */
    CallbackKey(String encodingAesKey) {
        byte[] bytes = encodingAesKey.getBytes(StandardCharsets.US_ASCII);
        key = new SecretKeySpec(bytes, "AES");
        iv = new IvParameterSpec(bytes, 0, BLOCK);
    }

    /** The plain text; empty if the length or the padding is none that the platform makes. */
    Optional<Plain> decrypt(byte[] encrypted) {
        if (encrypted.length == 0 || encrypted.length % BLOCK != 0) {
            return Optional.empty();
        }
        try {
            return unpadded(decrypting.get().doFinal(encrypted));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a checked length was not accepted", e);
        }
    }

    /** Each {@code doFinal} takes it back to this state. */
    private Cipher decrypting() {
        try {
            Cipher cipher = Algorithms.aesCbc();
            cipher.init(Cipher.DECRYPT_MODE, key, iv);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a checked key was not accepted", e);
        }
    }

    /** The first {@code length} of these bytes. */
    record Plain(byte[] bytes, int length) {}

    private static Optional<Plain> unpadded(byte[] plain) {
        if (isPadded(plain)) {
            return Optional.of(new Plain(plain, plain.length - plain[plain.length - 1]));
        }
        int end = plain.length;
        while (end > 0 && (plain[end - 1] == '\n' || plain[end - 1] == '\r')) {
            end--;
        }
        return end > 0 && plain[end - 1] == '}' ? Optional.of(new Plain(plain, end)) : Optional.empty();
    }

    private static boolean isPadded(byte[] plain) {
        int padding = plain[plain.length - 1];
        boolean possible = padding >= 1 && padding <= BLOCK
                || padding > BLOCK && padding <= LONG_BLOCK && plain.length % LONG_BLOCK == 0;
        if (!possible || padding > plain.length) {
            return false;
        }
        for (int i = plain.length - padding; i < plain.length; i++) {
            if (plain[i] != padding) {
                return false;
            }
        }
        return true;
    }
}
