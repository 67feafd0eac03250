package dev.qunfa.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Publishes records once more: dead letters, and records that were keyed wrong. Completes after the broker's
 * acknowledgement, and goes on trying until it comes. Thread-safe.
 */
@ApplicationScoped
class Forwarder {
    static final String REROUTED = "qunfa-rerouted";

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final int AT_ONCE = 64;

    private final MutinyEmitter<byte[]> deadLetters;
    private final MutinyEmitter<byte[]> reroutes;
    private final IntakeConfig config;

    Forwarder(
            @Channel("dead-letters") MutinyEmitter<byte[]> deadLetters,
            @Channel("reroutes") MutinyEmitter<byte[]> reroutes,
            IntakeConfig config) {
        this.deadLetters = deadLetters;
        this.reroutes = reroutes;
        this.config = config;
    }

    Uni<Void> bury(List<DeadLetter> letters) {
        return all(letters.stream().map(this::bury).toList());
    }

    Uni<Void> reroute(List<Reroute> records) {
        return all(records.stream().map(this::reroute).toList());
    }

    private Uni<Void> bury(DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        Headers headers = DeadLetterHeaders.of(letter);
        return persistently(deadLetters, message(record.key(), record.value(), headers))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> buryWithoutValue(letter, headers));
    }

    /** With its headers the record is longer than the dead-letter topic takes; the headers say where to find it. */
    private Uni<Void> buryWithoutValue(DeadLetter letter, Headers headers) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        LOG.warnf(
                "The dead letter of partition %d, offset %d is too large for its topic; only its headers are kept.",
                record.partition(), record.offset());
        return persistently(deadLetters, message(record.key(), null, headers))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> persistently(deadLetters, message(null, null, DeadLetterHeaders.ownOf(letter))));
    }

    private Uni<Void> reroute(Reroute reroute) {
        ConsumerRecord<byte[], byte[]> record = reroute.record();
        byte[] key = reroute.robotId().getBytes(StandardCharsets.UTF_8);
        return persistently(reroutes, message(key, record.value(), rerouted(record.headers())))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> rerouteWithoutHeaders(record, key))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> bury(DeadLetter.unreadable(
                        record, "it is too large to be published once more under its robot's key")));
    }

    /** The producer's own headers mean nothing here, but for the trace. */
    private Uni<Void> rerouteWithoutHeaders(ConsumerRecord<byte[], byte[]> record, byte[] key) {
        Headers trace = new RecordHeaders()
                .add(TraceContext.HEADER, TraceContext.of(record).getBytes(StandardCharsets.US_ASCII));
        return persistently(reroutes, message(key, record.value(), rerouted(trace)));
    }

    private static Headers rerouted(Headers headers) {
        return new RecordHeaders(headers).add(REROUTED, "1".getBytes(StandardCharsets.US_ASCII));
    }

    private static Message<byte[]> message(byte[] key, byte[] value, Headers headers) {
        return Message.of(
                value,
                Metadata.of(OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(key)
                        .withHeaders(headers)
                        .build()));
    }

    private Uni<Void> persistently(MutinyEmitter<byte[]> topic, Message<byte[]> message) {
        return Uni.createFrom()
                .deferred(() -> topic.sendMessage(message))
                .onFailure(failure -> !(failure instanceof RecordTooLargeException))
                .retry()
                .withBackOff(config.retryInitial(), config.retryMax())
                .indefinitely();
    }

    private static Uni<Void> all(List<Uni<Void>> sends) {
        if (sends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(sends)
                .onItem()
                .transformToUni(send -> send)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
