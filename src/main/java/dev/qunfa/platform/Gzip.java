package dev.qunfa.platform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Bodies that a proxy has compressed although nobody asked for it. They are known by their first bytes, not by a header, which a
 * proxy may have dropped: no JSON begins like that. Pure; for any thread.
 */
final class Gzip {
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;

    private Gzip() {}

    static boolean is(byte[] body) {
        return body.length > 2 && (body[0] & 0xff) == FIRST && (body[1] & 0xff) == SECOND;
    }

    /**
     * The body as it was before it was compressed, or the body itself if it never was.
     *
     * @param max no more than so many bytes are ever inflated
     * @return empty if there are more, or the body is broken
     */
    static Optional<byte[]> inflated(byte[] body, int max) {
        if (!is(body)) {
            return Optional.of(body);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] inflated = in.readNBytes(max);
            return in.read() < 0 ? Optional.of(inflated) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
