package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Discard;
import dev.qunfa.sandbox.PartProcess;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.PollContext;
import io.confluent.parallelconsumer.vertx.VertxParallelStreamProcessor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that could do the work: consume, POST, produce, with Confluent's parallel consumer and Vert.x. No database: it
 * knows nothing after a crash, reads no callback, and orders by robot. The reference for throughput.
 */
final class BarePipeline {

    private static final int CONNECTIONS = 256;
    private static final byte[] EVENT =
            "{\"seq\":1,\"event\":\"accepted\",\"final\":true,\"status\":\"SENT\"}".getBytes(StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final RequestOptions post;
    private final KafkaProducer<byte[], byte[]> producer;

    private BarePipeline(String broker, URI platform) {
        this.client = vertx.httpClientBuilder()
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1))
                .build();
        this.post = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(platform.getHost())
                .setPort(platform.getPort())
                .setURI("/gateway/qopen/SendMsgToGroup")
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .putHeader("Token", Subject.BARE.token());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @param args the broker, the platform's address, the port for callbacks, the consumer group */
    public static void main(String[] args) throws Exception {
        BarePipeline pipeline = new BarePipeline(args[0], URI.create(args[1]));
        pipeline.answerCallbacks(Integer.parseInt(args[2]));
        pipeline.consume(args[0], args[3]);
        System.out.println(PartProcess.READY);
        System.in.transferTo(Discard.stream());
        System.exit(0);
    }

    private void answerCallbacks(int port) {
        vertx.createHttpServer()
                .requestHandler(request ->
                        request.end().onSuccess(read -> request.response().end("success")))
                .listen(port)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void consume(String broker, String group) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker,
                "group.id",
                group,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
        var options = ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(CONNECTIONS)
                .build();
        VertxParallelStreamProcessor<byte[], byte[]> processor =
                VertxParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(Subject.BARE.requests()));
        processor.vertxFuture(this::handle);
    }

    private Future<?> handle(PollContext<byte[], byte[]> record) {
        return client.request(post)
                .compose(request -> request.send(Buffer.buffer(record.value())))
                .compose(answer -> answer.body())
                .compose(body -> produce(msgId(record.value())));
    }

    private Future<Void> produce(byte[] msgId) {
        Promise<Void> acknowledged = Promise.promise();
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(Subject.BARE.results(), msgId, EVENT);
        event.headers().add("qunfa-final", "true".getBytes(StandardCharsets.UTF_8));
        producer.send(event, (written, failure) -> {
            if (failure == null) {
                acknowledged.complete();
            } else {
                acknowledged.fail(failure);
            }
        });
        return acknowledged.future();
    }

    /** The load's requests begin with their msg_id; nobody has to parse the rest. */
    private static byte[] msgId(byte[] request) {
        int from = "{\"msg_id\":\"".length();
        int to = from;
        while (request[to] != '"') {
            to++;
        }
        return java.util.Arrays.copyOfRange(request, from, to);
    }
}
