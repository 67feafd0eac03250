package dev.qunfa.status;

import dev.qunfa.store.PageKey;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/** A {@link PageKey} as users carry it from page to page: opaque, fit for a URL, and checked when it comes back. */
final class Cursor {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int KEY_BYTES = 2 * Long.BYTES;
    private static final int BYTES = KEY_BYTES + Integer.BYTES;

    private Cursor() {}

    static String write(PageKey key) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(micros(key.createdAt()))
                .putLong(key.key());
        bytes.putInt(checksum(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Empty for everything that {@link #write} did not make. */
    static Optional<PageKey> read(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            return bytes.length == BYTES ? key(ByteBuffer.wrap(bytes)) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<PageKey> key(ByteBuffer bytes) {
        PageKey key = new PageKey(Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS), bytes.getLong());
        return bytes.getInt() == checksum(bytes.array()) ? Optional.of(key) : Optional.empty();
    }

    private static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / NANOS_PER_MICRO);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, KEY_BYTES);
        return (int) crc.getValue();
    }
}
