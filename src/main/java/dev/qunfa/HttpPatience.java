package dev.qunfa;

import dev.qunfa.callback.CallbackConfig;
import dev.qunfa.status.ApiConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Cuts slow callers off. A connection on which this service has written nothing for longer than its slowest answer takes is
 * closed, whatever trickles in on it: a caller that sends its request byte by byte, head or body, is never idle otherwise
 * ({@code quarkus.http.idle-timeout}).
 */
@ApplicationScoped
class HttpPatience implements HttpServerOptionsCustomizer {
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final ApiConfig api;
    private final CallbackConfig callback;

    HttpPatience(ApiConfig api, CallbackConfig callback) {
        this.api = api;
        this.callback = callback;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customize(options);
    }

    private void customize(HttpServerOptions options) {
        Duration silence =
                silence(api.timeout(), callback.timeout(), api.streams().heartbeat());
        long idle = options.getIdleTimeoutUnit().toMillis(options.getIdleTimeout());
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setWriteIdleTimeout(millis(silence.toMillis()))
                .setIdleTimeout(idle == 0 ? 0 : millis(Math.max(idle, silence.toMillis())));
    }

    /** The longest time in which an honest caller sees no byte: its own and the slowest answer's, or a quiet stream's. */
    static Duration silence(Duration... answers) {
        return Stream.of(answers).max(Duration::compareTo).orElseThrow().plus(SPARE);
    }

    private static int millis(long millis) {
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
