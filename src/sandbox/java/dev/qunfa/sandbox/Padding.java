package dev.qunfa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a callback's plain text is brought to a multiple of the cipher's block: the three ways met in the field. */
public enum Padding {
    /** PKCS#7 to 16 bytes, AES's own block. */
    PKCS7 {
        @Override
        byte[] pad(byte[] json) {
            return padTo(json, 16);
        }
    },
    /** The same scheme, but to blocks of 32 bytes. */
    BLOCK32 {
        @Override
        byte[] pad(byte[] json) {
            return padTo(json, 32);
        }
    },
    /** No padding: newlines before the closing brace fill up the last block, the last byte is the brace. */
    NONE {
        @Override
        byte[] pad(byte[] json) {
            int missing = (16 - json.length % 16) % 16;
            byte[] filled = Arrays.copyOf(json, json.length + missing);
            Arrays.fill(filled, json.length - 1, filled.length - 1, (byte) '\n');
            filled[filled.length - 1] = json[json.length - 1];
            return filled;
        }
    };

    abstract byte[] pad(byte[] json);

    private static byte[] padTo(byte[] json, int block) {
        int missing = block - json.length % block;
        byte[] padded = Arrays.copyOf(json, json.length + missing);
        Arrays.fill(padded, json.length, padded.length, (byte) missing);
        return padded;
    }

    byte[] pad(String json) {
        return pad(json.getBytes(StandardCharsets.UTF_8));
    }
}
