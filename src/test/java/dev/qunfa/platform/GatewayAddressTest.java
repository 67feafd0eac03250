package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayAddressTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final AtomicLong nanos = new AtomicLong();
    private volatile List<String> answer = List.of("127.0.0.1");
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private final GatewayAddress address = new GatewayAddress("gateway", 80, context, this::lookUp, nanos::get);

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        try {
            slow.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException(host);
        }
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return answer.stream().map(GatewayAddressTest::literal).toList();
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<String> current() {
        CompletableFuture<String> found = new CompletableFuture<>();
        context.runOnContext(
                v -> address.current().map(SocketAddress::hostAddress).onComplete(result -> {
                    if (result.succeeded()) {
                        found.complete(result.result());
                    } else {
                        found.completeExceptionally(result.cause());
                    }
                }));
        return found;
    }

    private void onLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            action.run();
            done.complete(null);
        });
        done.join();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        address.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNameServerThatDoesNotAnswerStopsNoEventLoop() throws Exception {
        slow = new CountDownLatch(1);
        CompletableFuture<String> waiting = current();

        onLoop(() -> {});
        assertThat(waiting).isNotDone();
        slow.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.1");
    }

    @Test
    void whatIsDoubtedIsLookedUpAnewAndTheOldAddressIsBetterThanNone() throws Exception {
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.1");
        answer = List.of("127.0.0.2");
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.1");

        onLoop(address::doubt);
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.2");
        answer = List.of();
        onLoop(address::doubt);
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.2");
    }

    @Test
    void whereNobodyAnswersTheNextAddressOfTheNameIsTried() throws Exception {
        answer = List.of("127.0.0.1", "127.0.0.2");
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.1");

        onLoop(address::failed);

        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.2");
    }

    @Test
    void aNameThatIsNotKnownIsAskedForAgain() throws Exception {
        answer = List.of();
        assertThat(current()).failsWithin(Duration.ofSeconds(10));
        answer = List.of("127.0.0.3");
        assertThat(current().get(10, TimeUnit.SECONDS)).isEqualTo("127.0.0.3");
    }
}
