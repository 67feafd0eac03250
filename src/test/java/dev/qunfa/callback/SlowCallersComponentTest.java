package dev.qunfa.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.ItemCallbacks;
import dev.qunfa.Seed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that are in no hurry. Time-outs are short, so that the test need not wait for theirs. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
@TestProfile(SlowCallersComponentTest.Impatient.class)
class SlowCallersComponentTest {
    private static final String PATH = "/callbacks/qopen";
    private static final int LARGE = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Room for two bodies of {@link #LARGE} bytes; a connection may be silent for 8 s. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "qunfa.api.timeout", "1s",
                    "qunfa.callback.max-bytes-in-hand", "400000",
                    "quarkus.http.idle-timeout", "4s");
        }
    }

    @Inject
    Seed seed;

    @Inject
    BytesInHand bytes;

    @Inject
    ScheduledExecutorService executor;

    @TestHTTPResource("/")
    URI base;

    private final List<Socket> sockets = new ArrayList<>();
    private ApiClient api;

    @BeforeEach
    void connect() {
        api = new ApiClient(base);
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> bytes.taken() == 0);
    }

    @Test
    void i8_large_bodies_have_so_much_room_and_small_ones_always_have_some() throws IOException {
        seed.accepted("slow-1");
        Socket one = large();
        Socket two = large();
        Awaitility.await().atMost(PATIENCE).until(() -> bytes.taken() == 2 * (LARGE - 1));
        Socket three = large();

        assertThat(answer(three)).startsWith("HTTP/1.1 503 ").doesNotContain("success");
        assertThat(api.call("POST", PATH, body(ItemCallbacks.sealed("slow-1", true)))
                        .body())
                .isEqualTo("success");
        assertThat(answer(one)).startsWith("HTTP/1.1 503 ");
        assertThat(answer(two)).startsWith("HTTP/1.1 503 ");
        assertThat(bytes.taken()).isZero();
    }

    @Test
    void who_sends_nothing_is_cut_off() throws IOException {
        assertThat(answer(open(""))).isEmpty();
    }

    @Test
    void who_sends_a_head_byte_by_byte_is_cut_off_although_never_idle() throws IOException {
        Socket socket = open("GET /q/health/live HTTP/1.1\r\nHost: test\r\n");
        var dripping = executor.scheduleAtFixedRate(() -> drip(socket), 0, 200, TimeUnit.MILLISECONDS);
        try {
            assertThat(answer(socket)).isEmpty();
        } finally {
            dripping.cancel(true);
        }
    }

    @Test
    void a_stream_that_shows_that_it_lives_is_not_cut_off() {
        seed.queued("slow-2");
        long start = System.nanoTime();

        assertThat(api.stream(ApiClient.path("slow-2") + "/events/stream")
                        .takeWhile(line -> System.nanoTime() - start
                                < Duration.ofSeconds(12).toNanos())
                        .count())
                .isGreaterThan(10);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(11));
    }

    /** All of a large body but its last byte. */
    private Socket large() throws IOException {
        return open("POST " + PATH + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + LARGE + "\r\n\r\n"
                + " ".repeat(LARGE - 1));
    }

    private Socket open(String start) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        sockets.add(socket);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException closed) {
            // what the test waits for
        }
    }

    /** All that comes until the connection is closed. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static java.net.http.HttpRequest.BodyPublisher body(String text) {
        return java.net.http.HttpRequest.BodyPublishers.ofString(text);
    }
}
