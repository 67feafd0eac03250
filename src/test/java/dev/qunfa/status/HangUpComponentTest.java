package dev.qunfa.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.qunfa.ApiClient;
import dev.qunfa.Backend;
import dev.qunfa.LogLines;
import dev.qunfa.Seed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Clients go away at any moment; the log does not take that for trouble of the service. */
@QuarkusTest
@QuarkusTestResource(Backend.class)
class HangUpComponentTest {
    private static final int CLIENTS = 300;
    private static final String SERVICE = "dev.qunfa.status";
    /** Under the API. */
    private static final String FRAMEWORK = "org.jboss.resteasy";

    @Inject
    Seed seed;

    @Inject
    MeterRegistry registry;

    @TestHTTPResource("/")
    URI base;

    @Test
    void readers_of_streams_that_hang_up_keep_no_place_and_are_no_trouble() throws IOException {
        seed.accepted("hang-up-1");
        String path = "/api/v1/messages/hang-up-1/events/stream";

        try (LogLines trouble = new LogLines(Level.WARNING, SERVICE, FRAMEWORK)) {
            for (int reader = 0; reader < CLIENTS; reader++) {
                boolean atOnce = reader % 2 == 0;
                hangUpAfter("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", atOnce);
            }
            await().until(() -> registry.get("qunfa.api.streams").gauge().value() == 0);
            assertThat(trouble.lines()).isEmpty();
        }

        seed.report("hang-up-1", true);
        ApiClient api = new ApiClient(base);
        await().until(() -> api.get(path).statusCode() == 200);
    }

    @Test
    void clients_that_hang_up_while_they_send_are_no_trouble() throws IOException {
        String path = "/api/v1/messages/lookup";

        try (LogLines trouble = new LogLines(Level.WARNING, SERVICE, FRAMEWORK)) {
            for (int client = 0; client < CLIENTS; client++) {
                hangUpAfter(
                        """
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: 100000\r
                        \r
                        {"msg_ids":["%s"""
                                .formatted(path, "a".repeat(20_000)),
                        true);
            }
            assertThat(new ApiClient(base).post(path, "{\"msg_ids\":[\"a\"]}").statusCode())
                    .isEqualTo(200);
            assertThat(trouble.lines()).isEmpty();
        }
    }

    /** @param atOnce before there is an answer, which may be that there is no place */
    private void hangUpAfter(String request, boolean atOnce) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (!atOnce) {
                assertThat(socket.getInputStream().readNBytes(8)).asString().isEqualTo("HTTP/1.1");
            }
        }
    }
}
