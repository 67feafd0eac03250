package dev.qunfa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutageTest {
    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments(new IOException("reset"), "reset"),
                arguments(new IOException((String) null), "IOException"),
                arguments(new TimeoutException(), "no answer in time"),
                arguments(new CompletionException(new IOException("reset")), "reset"),
                arguments(
                        new IOException("refused: localhost/127.0.0.1:1", new ConnectException("refused")),
                        "refused: localhost/127.0.0.1:1"),
                arguments(
                        new VertxException(
                                "Failed to create SSL connection",
                                new SSLHandshakeException("unable to find valid certification path")),
                        "Failed to create SSL connection: unable to find valid certification path"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void a_reason_has_every_cause_once(Throwable failure, String reason) {
        assertThat(Outage.reason(failure)).isEqualTo(reason);
    }
}
