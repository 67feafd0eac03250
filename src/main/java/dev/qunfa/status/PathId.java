package dev.qunfa.status;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A {@code msg_id} as it stands in a path: percent-encoded UTF-8, byte for byte. */
final class PathId {
    private static final int HEX = 16;
    /** Behind {@code /api/v1/messages/}. */
    private static final int SEGMENT = 4;

    private PathId() {}

    /** @throws ProblemException 400 if the encoding is broken, 404 if no message can have this id */
    static String decode(String segment) {
        String msgId = utf8(bytes(segment));
        if (msgId.indexOf('\0') >= 0) {
            throw ProblemException.unknownMessage();
        }
        return msgId;
    }

    /** The id in the path of a call of one message, as it came. */
    static String in(String path) {
        return decode(path.split("/")[SEGMENT]);
    }

    private static byte[] bytes(String segment) {
        byte[] encoded = segment.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.write(HEX * digit(encoded, i + 1) + digit(encoded, i + 2));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static int digit(byte[] encoded, int index) {
        int digit = index < encoded.length ? Character.digit((char) encoded[index], HEX) : -1;
        if (digit < 0) {
            throw broken();
        }
        return digit;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken();
        }
    }

    private static ProblemException broken() {
        return ProblemException.badRequest("The msg_id in the path is not percent-encoded UTF-8.");
    }
}
