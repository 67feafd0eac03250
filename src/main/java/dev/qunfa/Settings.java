package dev.qunfa;

import static dev.qunfa.Form.count;
import static dev.qunfa.Form.duration;
import static dev.qunfa.Setting.optional;
import static dev.qunfa.Setting.required;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is checked before the start, in the order in which it is: all that the documentation names and every property of
 * the features' configurations. The apps come on top, their names are free.
 */
final class Settings {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DECADE = Duration.ofDays(3650);
    private static final int MANY = 100_000_000;

    static final List<Topic> TOPICS = List.of(
            new Topic(optional("qunfa.requests.topic", Form.TOPIC), "qunfa.requests"),
            new Topic(optional("qunfa.results.topic", Form.TOPIC), "qunfa.results"),
            new Topic(optional("qunfa.dlq.topic", Form.TOPIC), "qunfa.requests.dlq"),
            new Topic(optional("qunfa.platform-events.topic", Form.TOPIC), "qunfa.platform-events"));

    private static final List<Setting> SURROUNDINGS = List.of(
            required("KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers", Form.BROKERS),
            required("DB_URL", "quarkus.datasource.reactive.url", Form.DATABASE),
            required("DB_USER", "quarkus.datasource.username", Form.text("the name of the database user")),
            required("DB_PASSWORD", "quarkus.datasource.password", Form.text("the password of the database user")),
            optional("quarkus.http.port", count(0, 65_535)),
            optional("quarkus.http.limits.max-connections", count(1, MANY)),
            optional(CompilerThrift.SWITCH, Form.SWITCH),
            optional(MemoryThrift.SWITCH, Form.SWITCH));

    private static final List<Setting> PLATFORM = List.of(
            required("QUNFA_PLATFORM_BASE_URL", "qunfa.platform.base-url", Form.BASE_URL),
            optional("qunfa.platform.timeout", duration(MILLI, HOUR)),
            optional("qunfa.platform.connect-timeout", duration(MILLI, HOUR)),
            optional("qunfa.platform.pool-size", count(1, 65_535)),
            optional("qunfa.platform.keep-alive", duration(SECOND, HOUR)),
            optional("qunfa.platform.max-answer-size", count(1_024, 16_777_216)),
            optional("qunfa.platform.connection-lifetime", duration(SECOND, DECADE)),
            optional("qunfa.platform.not-processed-statuses", Form.STATUSES),
            optional("qunfa.platform.rate-limit-pause", duration(MILLI, HOUR)),
            optional("qunfa.platform.token.refresh-ahead", duration(MILLI, DECADE)),
            optional("qunfa.platform.token.retry-delay", duration(MILLI, HOUR)),
            optional("qunfa.platform.token.lifetime", duration(SECOND, DECADE)),
            optional("qunfa.platform.errcodes.token", Form.ERRCODES),
            optional("qunfa.platform.errcodes.retry", Form.ERRCODES),
            optional("qunfa.platform.errcodes.doubt", Form.ERRCODES),
            optional("qunfa.platform.errmsg.token", Form.REGEX),
            optional("qunfa.platform.errmsg.retry", Form.REGEX),
            optional("qunfa.platform.errmsg.doubt", Form.REGEX));

    private static final List<Setting> INTAKE = List.of(
            optional("qunfa.requests.reroute", Form.SWITCH),
            optional("qunfa.requests.instance-id", Form.MEMBER),
            optional("qunfa.requests.max-bytes-in-hand", count(0, MANY)),
            optional("qunfa.requests.max-waiting-bytes", count(1, Integer.MAX_VALUE)),
            optional("qunfa.requests.serve-strays", Form.SWITCH),
            optional("qunfa.requests.retry-initial", duration(MILLI, HOUR)),
            optional("qunfa.requests.retry-max", duration(MILLI, HOUR)),
            optional("qunfa.validation.unknown-item-fields", Form.oneOf("reject", "forward")));

    private static final List<Setting> DISPATCH = List.of(
            optional("qunfa.dispatch.max-in-flight", count(1, 65_535)),
            optional("qunfa.dispatch.robot-rate", Form.ROBOT_RATE),
            optional("qunfa.dispatch.max-in-flight-per-robot", count(1, 65_535)),
            optional("qunfa.dispatch.robot-rates", Form.ROBOT_RATES),
            optional("qunfa.dispatch.lane-capacity", count(1, MANY)),
            optional("qunfa.dispatch.enough-ready", count(1, MANY)),
            optional("qunfa.dispatch.attempt-grace", duration(Duration.ofSeconds(1), HOUR)),
            optional("qunfa.dispatch.hand-over", duration(MILLI, HOUR)),
            optional("qunfa.dispatch.pause-poll", duration(MILLI, HOUR)),
            optional("qunfa.shutdown.timeout", duration(MILLI, HOUR)),
            optional("qunfa.dispatch.lane-bytes", count(1, Integer.MAX_VALUE)),
            optional("qunfa.dispatch.timer-interval", duration(MILLI, HOUR)),
            optional("qunfa.dispatch.timer-batch", count(1, MANY)),
            optional("qunfa.dispatch.store-retry-initial", duration(MILLI, HOUR)),
            optional("qunfa.dispatch.store-retry-max", duration(MILLI, HOUR)),
            optional("qunfa.retry.max-attempts", count(1, 10_000)),
            optional("qunfa.retry.initial-backoff", duration(MILLI, DECADE)),
            optional("qunfa.retry.max-backoff", duration(MILLI, DECADE)),
            optional("qunfa.retry.max-age", duration(SECOND, DECADE)),
            optional("qunfa.in-doubt.policy", Form.oneOf("await", "resend")),
            optional("qunfa.in-doubt.window", duration(MILLI, DECADE)),
            optional("qunfa.confirmation.window", duration(MILLI, DECADE)),
            optional("qunfa.circuit.failures", count(1, MANY)),
            optional("qunfa.circuit.delay", duration(MILLI, DECADE)));

    private static final List<Setting> RESULTS = List.of(
            optional("qunfa.results.source", Form.text("a URI reference such as /qunfa")),
            optional("qunfa.results.queued-event", Form.SWITCH),
            optional("qunfa.results.batch", count(1, MANY)),
            optional("qunfa.results.poll", duration(MILLI, HOUR)),
            optional("qunfa.results.pause-after-failure", duration(MILLI, HOUR)),
            optional("qunfa.results.flush", duration(MILLI, HOUR)));

    private static final List<Setting> CALLBACK_AND_STATUS = List.of(
            optional("qunfa.callback.timeout", duration(MILLI, HOUR)),
            optional("qunfa.callback.max-bytes-in-hand", count(0, MANY)),
            optional("qunfa.platform-events.enabled", Form.SWITCH),
            optional("qunfa.api.expose-content", Form.SWITCH),
            optional("qunfa.api.timeout", duration(MILLI, HOUR)),
            optional("qunfa.api.streams.max", count(1, MANY)),
            optional("qunfa.api.streams.poll", duration(MILLI, HOUR)),
            optional("qunfa.api.streams.heartbeat", duration(MILLI, HOUR)));

    private static final List<Setting> STORE = List.of(
            optional("qunfa.store.max-batch", count(1, MANY)),
            optional("qunfa.store.max-queued", count(1, MANY)),
            optional("qunfa.store.max-recent", count(0, MANY)),
            optional("qunfa.store.max-unpublished", count(0, MANY)),
            optional("qunfa.store.max-reads", count(1, MANY)),
            optional("qunfa.store.max-lists", count(1, MANY)),
            optional("qunfa.store.list-timeout", duration(MILLI, HOUR)),
            optional("qunfa.store.connect-retry", duration(MILLI, HOUR)),
            optional("qunfa.store.max-silence", duration(SECOND, HOUR)),
            optional("qunfa.store.max-connection-age", duration(SECOND, Duration.ofDays(1))),
            optional("qunfa.store.max-orphans", count(1, MANY)),
            optional("qunfa.store.page-bytes", count(1, Integer.MAX_VALUE)),
            optional("qunfa.retention", duration(HOUR, DECADE)),
            optional("qunfa.retention.content", duration(SECOND, DECADE)),
            optional("qunfa.retention.orphans", duration(SECOND, DECADE)),
            optional("qunfa.retention.interval", duration(MILLI, DECADE)));

    static final List<Setting> ALL = Stream.of(
                    SURROUNDINGS, PLATFORM, topics(), INTAKE, DISPATCH, RESULTS, CALLBACK_AND_STATUS, STORE)
            .flatMap(List::stream)
            .toList();

    private Settings() {}

    /** A topic of the contract and its name there. */
    record Topic(Setting setting, String byDefault) {}

    private static List<Setting> topics() {
        return TOPICS.stream().map(Topic::setting).toList();
    }
}
