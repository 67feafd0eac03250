package dev.qunfa.lifecycle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as it goes out: an {@link Emission} with the message as the transition left it.
 *
 * @param id the event's id, the same however often it is published
 * @param what type, seq, item and error
 * @param message the message right after the transition
 * @param occurredAt when the transition was decided
 */
public record StatusEvent(UUID id, Emission what, Snapshot message, Instant occurredAt) {

    /**
     * An id that depends on nothing but the message (and when it was stored, to the microsecond that PostgreSQL keeps)
     * and the event's number.
     */
    public static UUID idOf(String msgId, Instant receivedAt, int seq) {
        byte[] name = msgId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + name.length);
        bytes.putLong(receivedAt.getEpochSecond())
                .putInt(receivedAt.getNano() / 1_000)
                .putInt(seq)
                .put(name);
        return UUID.nameUUIDFromBytes(bytes.array());
    }
}
