package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.EmbeddedBroker;
import dev.qunfa.sandbox.EmbeddedDatabase;
import dev.qunfa.sandbox.FreePort;
import dev.qunfa.sandbox.PlatformApp;
import dev.qunfa.sandbox.PlatformOptions;
import dev.qunfa.sandbox.SimulatedPlatform;
import dev.qunfa.sandbox.faults.check.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The parts of a run and what lies between them: broker, durable database, simulated platform, replicas of the packaged
 * service, and a proxy on each way. Own clients reach broker and platform past the proxies. Each part is used by one
 * thread at a time.
 */
final class Stage implements AutoCloseable {

    private static final String POLICY = "QUNFA_IN_DOUBT_POLICY";

    private static final int PARTITIONS = 8;
    private static final int FEW_CALLBACKS = 8;
    private static final Map<String, String> WINDOWS = Map.of(
            "QUNFA_DISPATCH_ROBOT_RATE", TimeOuts.robotRate(),
            "QUNFA_IN_DOUBT_WINDOW", "3s",
            "QUNFA_CONFIRMATION_WINDOW", "5s");

    private final TimeOuts timeOuts;
    private final Map<String, String> settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final int brokerProxyPort = FreePort.find();
    final EmbeddedBroker broker = keep(EmbeddedBroker.startBehind(brokerProxyPort));
    final EmbeddedDatabase database = keep(EmbeddedDatabase.start());
    final SimulatedPlatform platform;
    final Proxy toBroker =
            keep(Proxy.start(vertx, new Proxy.Route(brokerProxyPort, List.of(broker.port()), Proxy.Route.FOR_EVER)));
    final Proxy toService;
    /** By replica. */
    final List<Proxy> toDatabase = new ArrayList<>();

    final List<Proxy> toPlatform = new ArrayList<>();
    final List<Replica> replicas = new ArrayList<>();

    /** Starts everything but the replicas, as rounds need it. */
    static Stage of(Options options) {
        Map<String, String> settings = new HashMap<>(WINDOWS);
        settings.putAll(options.timeOuts().settings());
        settings.put(POLICY, options.resends() ? "resend" : "await");
        return new Stage(options, settings);
    }

    /**
     * Starts everything but the replicas.
     *
     * @param jar the packaged service
     * @param logs a directory for the replicas' logs
     * @param settings of the replicas, beyond what they need to run
     * @param callbacksAtOnce how many callbacks the platform has under way at most
     */
    Stage(Path jar, Path logs, int replicaCount, Map<String, String> settings, int callbacksAtOnce) {
        this(jar, logs, replicaCount, settings, callbacksAtOnce, TimeOuts.SHORT);
    }

    private Stage(Options options, Map<String, String> settings) {
        this(options.jar(), options.logs(), options.replicas(), settings, FEW_CALLBACKS, options.timeOuts());
    }

    private Stage(
            Path jar,
            Path logs,
            int replicaCount,
            Map<String, String> settings,
            int callbacksAtOnce,
            TimeOuts timeOuts) {
        this.timeOuts = timeOuts;
        this.settings = settings;
        List<Integer> ports =
                IntStream.range(0, replicaCount).mapToObj(i -> FreePort.find()).toList();
        toService = keep(Proxy.start(vertx, new Proxy.Route(0, ports, Proxy.Route.FOR_EVER)));
        PlatformApp app = PlatformApp.sandbox("default", "http://localhost:" + toService.port() + "/callbacks/qopen");
        platform = keep(SimulatedPlatform.start(PlatformOptions.defaults()
                .withLatencies(Duration.ofMillis(30), Duration.ofMillis(40))
                .withCallbacks(new PlatformOptions.CallbackDelivery(
                        callbacksAtOnce, Duration.ofMillis(100), Duration.ofSeconds(2), 64))
                .withApps(app)));
        List.of(TopicJournal.REQUESTS, TopicJournal.RESULTS, TopicJournal.DEAD_LETTERS)
                .forEach(topic -> broker.createTopic(topic, PARTITIONS));
        for (int port : ports) {
            addReplica(port, jar, logs, app);
        }
    }

    private void addReplica(int port, Path jar, Path logs, PlatformApp app) {
        Proxy database = keep(Proxy.start(vertx, Proxy.Route.to(this.database.port())));
        Proxy platform = keep(Proxy.start(
                vertx, new Proxy.Route(0, List.of(this.platform.port()), timeOuts.attemptMillis() * 9 / 10)));
        String name = "replica-" + replicas.size();
        toDatabase.add(database);
        toPlatform.add(platform);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + toBroker.port());
        environment.put("DB_URL", "postgresql://localhost:" + database.port() + "/postgres");
        environment.put("DB_USER", this.database.user());
        environment.put("DB_PASSWORD", this.database.password());
        environment.put("QUNFA_PLATFORM_BASE_URL", "http://localhost:" + platform.port());
        environment.put("QUNFA_APPS_DEFAULT_APP_KEY", app.appKey());
        environment.put("QUNFA_APPS_DEFAULT_APP_SECRET", app.appSecret());
        environment.put("QUNFA_APPS_DEFAULT_CALLBACK_TOKEN", app.callbackToken());
        environment.put("QUNFA_APPS_DEFAULT_ENCODING_AES_KEY", app.encodingAesKey());
        replicas.add(keep(new Replica(name, port, jar, logs.resolve(name + ".log"), environment)));
    }

    /** One more way, for what a drill sets up itself. */
    Proxy proxyTo(int port) {
        return Proxy.start(vertx, Proxy.Route.to(port));
    }

    /** What the replicas are configured to. */
    Limits limits() {
        boolean resends = "resend".equals(settings.get(POLICY));
        return timeOuts.limits(resends);
    }

    /** The API of a replica that runs, another one each time; of one that does not if none does. */
    ServiceApi api(int turn) {
        List<Replica> running = replicas.stream().filter(Replica::isAlive).toList();
        List<Replica> candidates = running.isEmpty() ? replicas : running;
        return candidates.get(turn % candidates.size()).api();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("a part did not stop cleanly: " + e);
            }
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }
}
