package dev.qunfa;

import static dev.qunfa.Form.count;
import static dev.qunfa.Form.duration;
import static dev.qunfa.Setting.optional;
import static dev.qunfa.Setting.required;

import dev.qunfa.platform.AppsReader;
import dev.qunfa.platform.MisconfiguredApps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Looks at the configuration before anything starts, so that what is missing or malformed is one sentence and not the
 * stack trace of whatever part stumbles over it first.
 */
final class StartCheck {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DECADE = Duration.ofDays(3650);

    static final List<Setting> SETTINGS = List.of(
            required("KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers", Form.BROKERS),
            required("DB_URL", "quarkus.datasource.reactive.url", Form.DATABASE),
            required("DB_USER", "quarkus.datasource.username", Form.text("the name of the database user")),
            required("DB_PASSWORD", "quarkus.datasource.password", Form.text("the password of the database user")),
            required("QUNFA_PLATFORM_BASE_URL", "qunfa.platform.base-url", Form.BASE_URL),
            optional("qunfa.platform.timeout", duration(MILLI, HOUR)),
            optional("qunfa.platform.connect-timeout", duration(MILLI, HOUR)),
            optional("qunfa.platform.pool-size", count(1, 65_535)),
            optional("qunfa.platform.keep-alive", duration(SECOND, HOUR)),
            optional("qunfa.platform.max-answer-size", count(1_024, 16_777_216)),
            optional("qunfa.platform.token.refresh-ahead", duration(MILLI, DECADE)),
            optional("qunfa.platform.token.retry-delay", duration(MILLI, HOUR)),
            optional("qunfa.platform.token.lifetime", duration(SECOND, DECADE)),
            optional("qunfa.platform.errcodes.token", Form.ERRCODES),
            optional("qunfa.platform.errmsg.token", Form.REGEX),
            optional("qunfa.requests.topic", Form.TOPIC),
            optional("qunfa.results.topic", Form.TOPIC),
            optional("qunfa.dlq.topic", Form.TOPIC),
            optional("qunfa.requests.reroute", Form.SWITCH),
            optional("qunfa.validation.unknown-item-fields", Form.oneOf("reject", "forward")),
            optional("qunfa.dispatch.max-in-flight", count(1, 65_535)),
            optional("qunfa.dispatch.robot-rate", Form.ROBOT_RATE),
            optional("qunfa.retry.max-attempts", count(1, 10_000)),
            optional("qunfa.retry.initial-backoff", duration(MILLI, DECADE)),
            optional("qunfa.retry.max-backoff", duration(MILLI, DECADE)),
            optional("qunfa.in-doubt.policy", Form.oneOf("await", "resend")),
            optional("qunfa.in-doubt.window", duration(MILLI, DECADE)),
            optional("qunfa.confirmation.window", duration(MILLI, DECADE)),
            optional("qunfa.circuit.failures", count(1, 1_000_000)),
            optional("qunfa.circuit.delay", duration(MILLI, DECADE)),
            optional("qunfa.retention", duration(SECOND, DECADE)),
            optional("qunfa.retention.content", duration(SECOND, DECADE)),
            optional("qunfa.api.expose-content", Form.SWITCH),
            optional("quarkus.http.port", count(0, 65_535)));

    private StartCheck() {}

    /** The first thing that is wrong, in one sentence that names the variable; empty if the service can start. */
    static Optional<String> firstProblem(Config config) {
        return SETTINGS.stream()
                .flatMap(setting -> setting.problem(config).stream())
                .findFirst()
                .or(() -> problemOfApps(config));
    }

    private static Optional<String> problemOfApps(Config config) {
        try {
            new AppsReader(config).read();
            return Optional.empty();
        } catch (MisconfiguredApps e) {
            return Optional.of(e.getMessage());
        }
    }
}
