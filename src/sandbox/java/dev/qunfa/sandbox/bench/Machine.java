package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.FreePort;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.PartProcess;
import dev.qunfa.sandbox.PlatformApp;
import dev.qunfa.sandbox.WorkDirectory;
import dev.qunfa.sandbox.tour.Part;
import dev.qunfa.sandbox.tour.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The parts of a benchmark, each a process: broker, database (as durable as in production), simulated platform, the
 * packaged service as its users start it, and the bare pipeline. {@link #stop()} may be called by any thread.
 */
final class Machine {

    static final int PARTITIONS = 8;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    /** What is not measured itself, but shares the machine. */
    record Surroundings(Part broker, Part database, Part platform) {}

    private final Path home;
    private final Path data;
    private final List<String> serviceOptions;
    private final Deque<Part> started = new ArrayDeque<>();
    private final int brokerPort = FreePort.find();
    private final int databasePort = FreePort.find();
    private final int platformPort = FreePort.find();
    private final int servicePort = FreePort.find();
    private final int barePort = FreePort.find();
    private final int limitPort = FreePort.find();
    private boolean stopping;

    /** @param serviceOptions more options for the service's JVM, such as a flight recording's */
    Machine(Path home, List<String> serviceOptions) {
        this.home = home;
        this.data = home.resolve("target/bench/data");
        this.serviceOptions = serviceOptions;
    }

    String broker() {
        return "localhost:" + brokerPort;
    }

    String databaseUrl() {
        return "postgresql://localhost:" + databasePort + "/postgres";
    }

    String platformUrl() {
        return "http://localhost:" + platformPort;
    }

    String serviceUrl() {
        return "http://localhost:" + servicePort;
    }

    /** Where the platform calls back whoever measures its limit. */
    int limitPort() {
        return limitPort;
    }

    /** Starts everything that is not measured itself, and creates the topics. */
    Surroundings startSurroundings() throws IOException, StartFailure, InterruptedException {
        WorkDirectory.delete(data);
        Files.createDirectories(data);
        Part broker = launch("broker", part("broker", 512, "--port", brokerPort), Map.of());
        Part database = launchAndAwait("database", part("database", 128, "--port", databasePort), Map.of());
        List<String> simulator = part("platform", 512, "--port", platformPort);
        simulator.addAll(List.of("--apps", writeApps().toString()));
        Part platform = launchAndAwait("platform", simulator, Map.of());
        broker.awaitReady(() -> broker.hasLogged(PartProcess.READY), START_LIMIT);
        createTopics(Subject.SERVICE);
        createTopics(Subject.BARE);
        createTopics(Subject.LIMIT);
        return new Surroundings(broker, database, platform);
    }

    Part startService() throws IOException, StartFailure, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
        command.addAll(serviceOptions);
        command.addAll(List.of(
                "-jar", home.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        Part service = launch("service", command, serviceEnvironment());
        Simulator health = new Simulator(serviceUrl());
        service.awaitReady(() -> health.answersOk("/q/health/ready"), START_LIMIT);
        return service;
    }

    Part startBare() throws IOException, StartFailure, InterruptedException {
        List<String> command = javaProcess(BarePipeline.class, 256);
        command.addAll(List.of(broker(), platformUrl(), Integer.toString(barePort)));
        return launchAndAwait("bare", command, Map.of());
    }

    synchronized void stop() {
        stopping = true;
        while (!started.isEmpty()) {
            started.pop().stop(STOP_PATIENCE);
        }
        WorkDirectory.delete(data);
    }

    private synchronized Part launch(String name, List<String> command, Map<String, String> environment)
            throws IOException, StartFailure {
        if (stopping) {
            throw new StartFailure("stopped while starting");
        }
        Part part = Part.start("bench-" + name, command, environment, home);
        started.push(part);
        return part;
    }

    Part launchAndAwait(String name, List<String> command, Map<String, String> environment)
            throws IOException, StartFailure, InterruptedException {
        Part part = launch(name, command, environment);
        part.awaitReady(() -> part.hasLogged(PartProcess.READY), START_LIMIT);
        return part;
    }

    private void createTopics(Subject subject) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker()))) {
            admin.createTopics(List.of(
                            new NewTopic(subject.requests(), PARTITIONS, (short) 1),
                            new NewTopic(subject.results(), PARTITIONS, (short) 1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private Path writeApps() throws IOException {
        PlatformApp[] apps = {
            app(Subject.SERVICE, servicePort), app(Subject.BARE, barePort), app(Subject.LIMIT, limitPort)
        };
        return Files.write(data.resolve("apps.json"), Json.bytes(apps));
    }

    private static PlatformApp app(Subject subject, int port) {
        return PlatformApp.sandbox(subject.app(), "http://localhost:" + port + "/callbacks/qopen")
                .withAccessToken(subject.token());
    }

    private Map<String, String> serviceEnvironment() {
        PlatformApp app = app(Subject.SERVICE, servicePort);
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker(),
                "DB_URL", databaseUrl(),
                "DB_USER", "postgres",
                "DB_PASSWORD", "postgres",
                "QUNFA_PLATFORM_BASE_URL", platformUrl(),
                "QUNFA_APPS_DEFAULT_APP_KEY", app.appKey(),
                "QUNFA_APPS_DEFAULT_ACCESS_TOKEN", app.accessToken(),
                "QUNFA_APPS_DEFAULT_CALLBACK_TOKEN", app.callbackToken(),
                "QUNFA_APPS_DEFAULT_ENCODING_AES_KEY", app.encodingAesKey(),
                "QUARKUS_HTTP_PORT", Integer.toString(servicePort));
    }

    private List<String> part(String name, int heapMebibytes, String option, int value) {
        List<String> command = javaProcess(PartProcess.class, heapMebibytes);
        command.addAll(List.of(name, "--child", option, Integer.toString(value)));
        return command;
    }

    private List<String> javaProcess(Class<?> main, int heapMebibytes) {
        return new ArrayList<>(List.of(
                java(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-D" + WorkDirectory.PARENT_PROPERTY + "=" + data,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
