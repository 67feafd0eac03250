package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Processes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The limit of HTTP: POSTs to the simulated platform and its callbacks, answered unread, by this process. */
final class HttpLimit implements AutoCloseable {

    private static final int CONNECTIONS = 256;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.httpClientBuilder()
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
            .build();
    private final RequestOptions post;
    private final long platformPid;

    HttpLimit(String platform, long platformPid) {
        URI address = URI.create(platform);
        this.platformPid = platformPid;
        this.post = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI("/gateway/qopen/SendMsgToGroup")
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .putHeader("Token", Subject.LIMIT.token());
    }

    Limit measure(int callbackPort, Load load) throws InterruptedException {
        CountDownLatch calledBack =
                new CountDownLatch(load.messages() * load.shape().items());
        vertx.createHttpServer()
                .requestHandler(request -> request.end().onSuccess(read -> {
                    request.response().end("success");
                    calledBack.countDown();
                }))
                .listen(callbackPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Requests requests = new Requests(load);
        AtomicInteger next = new AtomicInteger();
        double cpu = cpu();
        long start = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            post(requests, next, load.messages());
        }
        calledBack.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Limit("HTTP, POST and callback", load.messages() / seconds, (cpu() - cpu) * 1_000 / load.messages());
    }

    private void post(Requests requests, AtomicInteger next, int messages) {
        int number = next.getAndIncrement();
        if (number < messages) {
            client.request(post)
                    .compose(request -> request.send(Buffer.buffer(requests.of(number))))
                    .compose(answer -> answer.body())
                    .onSuccess(body -> post(requests, next, messages));
        }
    }

    private double cpu() {
        return Processes.cpuSeconds(platformPid)
                + Processes.cpuSeconds(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
