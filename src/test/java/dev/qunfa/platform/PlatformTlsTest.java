package dev.qunfa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.AdjustableClock;
import dev.qunfa.platform.Outcome.NotProcessed;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I3: what goes wrong in TLS goes wrong before the request. */
class PlatformTlsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Outcome sendTo(ScriptedServer server) {
        var gateway = new PlatformGateway(
                vertx,
                Configurations.platform(
                        "base-url", "https://localhost:" + server.port(), "timeout", "20s", "connect-timeout", "20s"),
                Configurations.apps(Configurations.FIXED),
                new AdjustableClock());
        var post = new Post("fixed", "{}".getBytes(StandardCharsets.UTF_8), null, null);
        return gateway.send(post).await().indefinitely();
    }

    @Test
    void i3AServerThatDoesNotSpeakTlsHasSeenNoRequest() {
        try (var server = new ScriptedServer(vertx, new NetServerOptions().setIdleTimeout(1))) {
            assertThat(sendTo(server)).isInstanceOf(NotProcessed.class);
            assertThat(server.seen("SendMsgToGroup")).isEmpty();
        }
    }

    @Test
    void i3AServerThatCannotBeTrustedHasSeenNoRequest(@TempDir Path directory) throws Exception {
        var options = new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(selfSigned(directory).toString())
                        .setPassword("password"));
        try (var server = new ScriptedServer(vertx, options)) {
            assertThat(sendTo(server))
                    .isEqualTo(NotProcessed.unreached("TLS with the platform could not be agreed on"));
            assertThat(server.seen("SendMsgToGroup")).isEmpty();
        }
    }

    private static Path selfSigned(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return store;
    }
}
