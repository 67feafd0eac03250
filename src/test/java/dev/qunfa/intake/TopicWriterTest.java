package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** Records whose parts are too large for the topics: nothing a producer writes may stop the consumer. */
class TopicWriterTest {
    private static final int LIMIT = 2_000;
    private static final Layout LAYOUT = new Layout("id", 0, 8, 8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** A topic that takes so many bytes a record. */
    private static final class Topic {
        private record Taken(int partition, byte[] key, byte[] value, Headers headers) {
            private int size() {
                int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
                for (Header header : headers) {
                    size += header.key().length() + header.value().length;
                }
                return size;
            }

            private List<String> headerNames() {
                return StreamSupport.stream(headers.spliterator(), false)
                        .map(Header::key)
                        .toList();
            }
        }

        private final List<Taken> taken = new ArrayList<>();

        @SuppressWarnings("unchecked")
        MutinyEmitter<byte[]> emitter() {
            return (MutinyEmitter<byte[]>) Proxy.newProxyInstance(
                    Topic.class.getClassLoader(), new Class<?>[] {MutinyEmitter.class}, (self, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("sendMessage");
                        return send((Message<byte[]>) arguments[0]);
                    });
        }

        private Uni<Void> send(Message<byte[]> message) {
            OutgoingKafkaRecordMetadata<?> metadata =
                    message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow();
            Taken record = new Taken(
                    metadata.getPartition(), (byte[]) metadata.getKey(), message.getPayload(), metadata.getHeaders());
            if (record.size() > LIMIT) {
                return Uni.createFrom().failure(new RecordTooLargeException("as the broker says it"));
            }
            taken.add(record);
            return Uni.createFrom().voidItem();
        }
    }

    private final Topic deadLetters = new Topic();
    private final Topic requests = new Topic();
    private final TopicWriter writer = new TopicWriter(deadLetters.emitter(), requests.emitter());

    @Test
    void what_fits_is_rerouted_as_it_is() {
        reroute(record(bytes(1), bytes(100), header("own", 100)));

        Topic.Taken moved = requests.taken.get(0);
        assertThat(moved.key()).isEqualTo("robot".getBytes(StandardCharsets.UTF_8));
        assertThat(moved.value()).isEqualTo(bytes(100));
        assertThat(moved.headerNames()).containsExactly("own", TopicWriter.REROUTED);
        assertThat(moved.partition()).isEqualTo(LAYOUT.home(moved.key()));
    }

    @Test
    void headers_that_are_too_large_stay_behind_but_for_the_trace() {
        reroute(record(
                bytes(1),
                bytes(100),
                header("own", LIMIT),
                new RecordHeaders().add("traceparent", TRACE.getBytes(StandardCharsets.US_ASCII))));

        Topic.Taken moved = requests.taken.get(0);
        assertThat(moved.value()).isEqualTo(bytes(100));
        assertThat(moved.headerNames()).containsExactly("traceparent", TopicWriter.REROUTED);
        assertThat(new String(moved.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .isEqualTo(TRACE);
        assertThat(deadLetters.taken).isEmpty();
    }

    @Test
    void what_cannot_be_rerouted_is_a_dead_letter() {
        reroute(record(bytes(1), bytes(LIMIT), new RecordHeaders()));

        assertThat(requests.taken).isEmpty();
        assertThat(deadLetters.taken).hasSize(1);
        assertThat(detail(deadLetters.taken.get(0))).contains("too large to be published once more");
    }

    @Test
    void a_dead_letter_keeps_its_value_if_that_fits() {
        bury(record(bytes(1), bytes(100), header("own", 100)));

        assertThat(deadLetters.taken.get(0).value()).isEqualTo(bytes(100));
        assertThat(deadLetters.taken.get(0).headerNames()).startsWith("own", "qunfa-reason");
    }

    @Test
    void a_dead_letter_without_its_value_keeps_key_and_headers() {
        bury(record(bytes(1), bytes(LIMIT), header("own", 100)));

        assertThat(deadLetters.taken.get(0).value()).isNull();
        assertThat(deadLetters.taken.get(0).key()).isEqualTo(bytes(1));
        assertThat(deadLetters.taken.get(0).headerNames()).startsWith("own", "qunfa-reason");
    }

    @Test
    void a_dead_letter_whose_headers_or_key_are_too_large_still_says_where_its_record_is() {
        bury(record(bytes(1), bytes(100), header("own", LIMIT)));
        bury(record(bytes(LIMIT), bytes(100), new RecordHeaders()));

        assertThat(deadLetters.taken).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
            assertThat(letter.headerNames())
                    .containsExactly(
                            "qunfa-reason",
                            "qunfa-detail",
                            "qunfa-topic",
                            "qunfa-partition",
                            "qunfa-offset",
                            "qunfa-timestamp");
        });
    }

    @Test
    void whatWaitsInTheDatabaseComesBackAsItWas() {
        ConsumerRecord<byte[], byte[]> record = record(bytes(3), null, header("\u0000", 3));
        Forward.Letter letter = Forward.Letter.of(DeadLetter.unreadable(record, "it is a test"));
        Forward.Rerouted rerouted = new Forward.Rerouted(record, "机器人");

        assertThat(Forward.of(rerouted.waiting()))
                .usingRecursiveComparison()
                .ignoringFields("record")
                .isEqualTo(rerouted);
        assertThat(Forward.of(letter.waiting()))
                .isInstanceOfSatisfying(
                        Forward.Letter.class, back -> assertThat(back.own()).isEqualTo(letter.own()))
                .satisfies(back -> assertThat(back.record().headers()).isEqualTo(record.headers()))
                .satisfies(back -> assertThat(back.record().value()).isNull())
                .satisfies(back -> assertThat(back.record().key()).isEqualTo(record.key()))
                .satisfies(back -> assertThat(back.record().offset()).isEqualTo(record.offset()));
    }

    private void reroute(ConsumerRecord<byte[], byte[]> record) {
        writer.write(new Forward.Rerouted(record, "robot"), LAYOUT).await().atMost(PATIENCE);
    }

    private void bury(ConsumerRecord<byte[], byte[]> record) {
        Forward.Letter letter = Forward.Letter.of(DeadLetter.unreadable(record, "it is a test"));
        writer.write(letter, LAYOUT).await().atMost(PATIENCE);
    }

    private static String detail(Topic.Taken letter) {
        return new String(letter.headers().lastHeader("qunfa-detail").value(), StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers... headers) {
        RecordHeaders all = new RecordHeaders();
        Arrays.stream(headers).forEach(some -> some.forEach(all::add));
        return new ConsumerRecord<>(
                "t",
                3,
                7,
                11,
                TimestampType.CREATE_TIME,
                key.length,
                value == null ? -1 : value.length,
                key,
                value,
                all,
                Optional.empty());
    }

    private static Headers header(String name, int length) {
        return new RecordHeaders().add(name, bytes(length));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
