package dev.qunfa.intake;

import dev.qunfa.store.Forwarding;
import dev.qunfa.store.RecordOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/** A record that is to be published once more, on its way or waiting in the database. */
sealed interface Forward {
    /** Why a record is published once more. */
    enum Kind {
        DEAD_LETTER("dead-letter"),
        REROUTE("reroute");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    Kind kind();

    /** As received. */
    ConsumerRecord<byte[], byte[]> record();

    /** What else is needed, as bytes. */
    byte[] extra();

    /**
     * To the dead-letter topic.
     *
     * @param own the headers that say why
     */
    record Letter(ConsumerRecord<byte[], byte[]> record, Headers own) implements Forward {
        static Letter of(DeadLetter letter) {
            return new Letter(letter.record(), DeadLetterHeaders.ownOf(letter));
        }

        @Override
        public Kind kind() {
            return Kind.DEAD_LETTER;
        }

        @Override
        public byte[] extra() {
            return HeaderBytes.of(own);
        }
    }

    /** To the partition of its robot. */
    record Rerouted(ConsumerRecord<byte[], byte[]> record, String robotId) implements Forward {
        byte[] key() {
            return robotId.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Kind kind() {
            return Kind.REROUTE;
        }

        @Override
        public byte[] extra() {
            return key();
        }
    }

    /** Of those with the same key, an earlier one goes first. */
    default String orderKey(long id) {
        return this instanceof Rerouted rerouted ? rerouted.robotId() : "letter " + id;
    }

    /** As the database keeps it. */
    default Forwarding.Waiting waiting() {
        ConsumerRecord<byte[], byte[]> record = record();
        return new Forwarding.Waiting(
                0,
                kind().wireName(),
                record.topic(),
                new RecordOrigin(record.partition(), record.offset()),
                record.timestamp(),
                record.key(),
                record.value(),
                HeaderBytes.of(record.headers()),
                extra());
    }

    static Forward of(Forwarding.Waiting waiting) {
        ConsumerRecord<byte[], byte[]> record = record(waiting);
        return waiting.kind().equals(Kind.REROUTE.wireName())
                ? new Rerouted(record, new String(waiting.extra(), StandardCharsets.UTF_8))
                : new Letter(record, HeaderBytes.read(waiting.extra()));
    }

    private static ConsumerRecord<byte[], byte[]> record(Forwarding.Waiting waiting) {
        return new ConsumerRecord<>(
                waiting.topic(),
                waiting.origin().partition(),
                waiting.origin().offset(),
                waiting.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                waiting.key(),
                waiting.value(),
                HeaderBytes.read(waiting.headers()),
                Optional.empty());
    }
}
