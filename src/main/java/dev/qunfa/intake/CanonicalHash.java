package dev.qunfa.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two requests have the same content (contract, 2.4): SHA-256 over the JSON with its keys sorted and its
 * white space gone. Strings count by value, numbers by lexeme, and nothing else is forgiven.
 */
final class CanonicalHash {
    private static final String ALGORITHM = "SHA-256";

    private CanonicalHash() {}

    static byte[] of(Json.Obj request, int expectedLength) {
        try {
            return MessageDigest.getInstance(ALGORITHM).digest(JsonText.canonical(request, expectedLength));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
