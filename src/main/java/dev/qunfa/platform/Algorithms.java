package dev.qunfa.platform;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;

/**
 * The algorithms that the platform prescribes; every Java platform has them. Their instances hold state and are dear to find,
 * so each thread has its own.
 */
final class Algorithms {
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(Algorithms::newMd5);

    private Algorithms() {}

    /** This thread's, without any input; it is so again after {@code digest}. */
    static MessageDigest md5() {
        MessageDigest md5 = MD5.get();
        md5.reset();
        return md5;
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }

    /** A new one. */
    static Cipher aesCbc() {
        try {
            return Cipher.getInstance("AES/CBC/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }
}
