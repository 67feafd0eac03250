package dev.qunfa.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qunfa.sandbox.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between a client and a server that sends back what it gets. */
class ProxyTest {
    private static final int ANSWER_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private NetServer echo;

    @BeforeEach
    void startEcho() {
        echo = vertx.createNetServer().connectHandler(socket -> socket.handler(socket::write));
        echo.listen(FreePort.find(), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void bytesGoThroughInBothDirections() throws Exception {
        try (Proxy proxy = proxy(Proxy.Route.FOR_EVER);
                Socket client = client(proxy)) {
            client.getOutputStream().write(7);

            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void aCutEndsConnectionsAndLetsNewOnesIn() throws Exception {
        try (Proxy proxy = proxy(Proxy.Route.FOR_EVER);
                Socket client = client(proxy)) {
            client.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(7);
            proxy.cut();

            assertThat(isOver(client)).isTrue();
            try (Socket other = client(proxy)) {
                other.getOutputStream().write(8);
                assertThat(other.getInputStream().read()).isEqualTo(8);
            }
        }
    }

    @Test
    void whileItRefusesNobodyCanConnect() throws Exception {
        try (Proxy proxy = proxy(Proxy.Route.FOR_EVER);
                Socket before = client(proxy)) {
            proxy.refuse();
            assertThat(isOver(before)).isTrue();
            assertThatThrownBy(() -> client(proxy)).isInstanceOf(ConnectException.class);

            proxy.restore();
            try (Socket client = client(proxy)) {
                client.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void aStallHoldsBytesBackAndPassesThemOnAfterwards() throws Exception {
        try (Proxy proxy = proxy(Proxy.Route.FOR_EVER);
                Socket client = client(proxy)) {
            proxy.stall();
            client.getOutputStream().write(9);

            client.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(ANSWER_MILLIS);
            proxy.restore();
            assertThat(client.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void whatWasHeldBackForTooLongIsLostWithItsConnection() throws Exception {
        try (Proxy proxy = proxy(SILENCE_MILLIS / 2);
                Socket client = client(proxy)) {
            proxy.stall();
            client.getOutputStream().write(9);
            client.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(ANSWER_MILLIS);
            proxy.restore();

            assertThat(isOver(client)).isTrue();
        }
    }

    @Test
    void targetsThatRefuseArePassedOver() throws Exception {
        List<Integer> targets = List.of(FreePort.find(), echo.actualPort());
        try (Proxy proxy = Proxy.start(vertx, new Proxy.Route(0, targets, Proxy.Route.FOR_EVER))) {
            for (int i = 0; i < targets.size(); i++) {
                try (Socket client = client(proxy)) {
                    client.getOutputStream().write(i);
                    assertThat(client.getInputStream().read()).isEqualTo(i);
                }
            }
        }
    }

    private Proxy proxy(long longestHoldMillis) {
        return Proxy.start(vertx, new Proxy.Route(0, List.of(echo.actualPort()), longestHoldMillis));
    }

    private static Socket client(Proxy proxy) throws IOException {
        Socket client = new Socket("localhost", proxy.port());
        client.setSoTimeout(ANSWER_MILLIS);
        return client;
    }

    /** A connection ends with an end of its stream or, if something was under way, with a reset. */
    private static boolean isOver(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
