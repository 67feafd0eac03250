package dev.qunfa.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Publishes a record once more, as a dead letter or where its robot's records belong. One try, which completes after the broker's
 * acknowledgement and fails without it after a few seconds; what is too large goes without what is not needed. Thread-safe.
 */
@ApplicationScoped
class TopicWriter {
    static final String REROUTED = "qunfa-rerouted";

    private static final Logger LOG = Logger.getLogger(TopicWriter.class);
    /** A little more than the producers' own time-outs. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> deadLetters;
    private final MutinyEmitter<byte[]> reroutes;

    TopicWriter(
            @Channel("dead-letters") MutinyEmitter<byte[]> deadLetters,
            @Channel("reroutes") MutinyEmitter<byte[]> reroutes) {
        this.deadLetters = deadLetters;
        this.reroutes = reroutes;
    }

    /** @param layout says where a robot's records belong */
    Uni<Void> write(Forward forward, Layout layout) {
        return forward instanceof Forward.Rerouted rerouted
                ? reroute(rerouted, layout)
                : bury((Forward.Letter) forward);
    }

    private Uni<Void> bury(Forward.Letter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        return bury(record.key(), record.value(), all(letter))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> buryWithoutValue(letter));
    }

    /** With its headers the record is longer than the dead-letter topic takes; the headers say where to find it. */
    private Uni<Void> buryWithoutValue(Forward.Letter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        LOG.warnf(
                "The dead letter of partition %d, offset %d is too large for its topic; only its headers are kept.",
                record.partition(), record.offset());
        return bury(record.key(), null, all(letter))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bury(null, null, letter.own()));
    }

    private Uni<Void> bury(byte[] key, byte[] value, Headers headers) {
        return once(
                deadLetters,
                value,
                OutgoingKafkaRecordMetadata.<byte[]>builder().withKey(key).withHeaders(headers));
    }

    private static Headers all(Forward.Letter letter) {
        RecordHeaders headers = new RecordHeaders(letter.record().headers());
        letter.own().forEach(headers::add);
        return headers;
    }

    private Uni<Void> reroute(Forward.Rerouted forward, Layout layout) {
        ConsumerRecord<byte[], byte[]> record = forward.record();
        return reroute(forward, layout, record.headers())
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> reroute(forward, layout, traceOf(record)))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bury(Forward.Letter.of(DeadLetter.unreadable(
                        record, "it is too large to be published once more under its robot's key"))));
    }

    private Uni<Void> reroute(Forward.Rerouted forward, Layout layout, Headers headers) {
        byte[] key = forward.key();
        return once(
                reroutes,
                forward.record().value(),
                OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(key)
                        .withPartition(layout.partitionOf(layout.home(key)))
                        .withHeaders(
                                new RecordHeaders(headers).add(REROUTED, "1".getBytes(StandardCharsets.US_ASCII))));
    }

    /** The producer's own headers mean nothing here, but for the trace. */
    private static Headers traceOf(ConsumerRecord<byte[], byte[]> record) {
        return new RecordHeaders()
                .add(TraceContext.HEADER, TraceContext.of(record).getBytes(StandardCharsets.US_ASCII));
    }

    private static Uni<Void> once(
            MutinyEmitter<byte[]> topic,
            byte[] value,
            OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<byte[]> metadata) {
        return Uni.createFrom()
                .deferred(() -> topic.sendMessage(Message.of(value, Metadata.of(metadata.build()))))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }
}
