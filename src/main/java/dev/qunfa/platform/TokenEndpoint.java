package dev.qunfa.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.qunfa.platform.CallResult.Answered;
import dev.qunfa.platform.CallResult.NotWritten;
import dev.qunfa.platform.CallResult.Unanswered;
import io.vertx.core.Future;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GetAccessToken}: {@code {"errcode": 0, "data": {"data": {"access_token": "…", "expires_in": 7200}}}}, with
 * {@code data} twice, as clients in the field meet it; once is good, too.
 */
final class TokenEndpoint {
    private static final Pattern HEADER_SAFE = Pattern.compile("[\\x21-\\x7e]{1,4096}");
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");

    private final PlatformHttp http;
    private final RequestOptions request;
    private final PlatformConfig config;
    private final Clock clock;

    TokenEndpoint(PlatformHttp http, PlatformConfig config, Clock clock) {
        this.http = http;
        this.request = http.request("GetAccessToken");
        this.config = config;
        this.clock = clock;
    }

    /** A token, good for this long from when it was asked for. */
    record Grant(Token token, Duration life) {}

    /** Asks once; fails with {@link TokenUnavailableException} only. */
    Future<Grant> fetch(App app, String appSecret) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("app_key", app.appKey())
                .put("app_secret", appSecret)
                .toString();
        AttemptWindow window = AttemptWindow.open(clock, config.timeout(), null, null);
        return http.post(new RequestOptions(request), body.getBytes(StandardCharsets.UTF_8), window)
                .compose(this::read);
    }

    private Future<Grant> read(CallResult result) {
        if (result instanceof Answered answered) {
            return read(answered.answer());
        }
        if (result instanceof NotWritten notWritten) {
            return unavailable(notWritten.sentence());
        }
        return unavailable(
                result instanceof Unanswered unanswered ? unanswered.sentence() : "The time for it was over");
    }

    private Future<Grant> read(HttpAnswer answer) {
        Optional<PlatformAnswer> read = PlatformAnswer.read(answer.body());
        if (answer.status() / 100 != 2) {
            return unavailable("The platform answered HTTP " + answer.status());
        }
        if (read.isEmpty()) {
            return unavailable("The platform's answer could not be read");
        }
        if (read.get().errcode() != 0) {
            // Without its errmsg: nobody knows whether that repeats the secret.
            return unavailable("The platform answered errcode " + read.get().errcode());
        }
        JsonNode data = read.get().data();
        return grant(data.path("data").isObject() ? data.path("data") : data);
    }

    private Future<Grant> grant(JsonNode data) {
        String token = data.path("access_token").asText("");
        if (!HEADER_SAFE.matcher(token).matches()) {
            return unavailable("The platform's answer holds no usable access_token");
        }
        String seconds = data.path("expires_in").asText("").strip();
        Duration life = SECONDS.matcher(seconds).matches()
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : config.token().lifetime();
        return Future.succeededFuture(new Grant(new Token(token), life));
    }

    private static Future<Grant> unavailable(String why) {
        return Future.failedFuture(new TokenUnavailableException("No access token: " + why));
    }
}
