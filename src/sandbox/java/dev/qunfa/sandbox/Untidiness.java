package dev.qunfa.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** The ways in which the real gateway, and the proxies in front of it, write JSON that a strict reader does not take. */
public enum Untidiness {
    /** Raw line feeds, carriage returns and tabs inside texts, blank lines around. */
    CONTROL_CHARACTERS,
    /** A UTF-8 byte order mark before it. */
    BYTE_ORDER_MARK,
    /** Bytes inside a text that are not UTF-8. */
    NOT_UTF8,
    /** Numbers as texts, texts as numbers, {@code data} as an empty list. */
    OTHER_TYPES,
    /** Base64 in lines of 76 characters, whose raw line breaks are part of what is signed. */
    LINES,
    /** Compressed, although nobody asked for it. */
    GZIP;

    private static final int MISPLACED = 0xff;

    /** A text that goes into an answer, or an event, as it is. */
    String text() {
        return this == CONTROL_CHARACTERS ? "line one\nline two\r\n\tindented" : "";
    }

    /** What JSON text becomes on the wire. */
    byte[] bytes(String json) {
        String raw = this == CONTROL_CHARACTERS || this == LINES ? "\r\n" + unescaped(json) + "\n\n" : json;
        byte[] bytes = (this == BYTE_ORDER_MARK ? "\uFEFF" + raw : raw).getBytes(StandardCharsets.UTF_8);
        if (this == NOT_UTF8) {
            return withBadByte(bytes);
        }
        return this == GZIP ? compressed(bytes) : bytes;
    }

    /** Line breaks as they are, not as JSON wants them. */
    private static String unescaped(String json) {
        return json.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }

    /** The base64 of a callback's content. */
    String encoded(byte[] encrypted) {
        return this == LINES
                ? Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(encrypted) + "\n"
                : Base64.getEncoder().encodeToString(encrypted);
    }

    /** A field more at the beginning, whose text has a byte that is no UTF-8. */
    private static byte[] withBadByte(byte[] json) {
        byte[] field = "{\"note\":\"?\",".getBytes(StandardCharsets.UTF_8);
        field[9] = (byte) MISPLACED;
        byte[] all = new byte[field.length + json.length - 1];
        System.arraycopy(field, 0, all, 0, field.length);
        System.arraycopy(json, 1, all, field.length, json.length - 1);
        return all;
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
