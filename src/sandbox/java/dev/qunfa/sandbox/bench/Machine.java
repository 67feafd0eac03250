package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.FreePort;
import dev.qunfa.sandbox.Json;
import dev.qunfa.sandbox.ParentGuard;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The parts of a benchmark, each a process: broker, database (as durable as in production), simulated platform, the
 * packaged service as its users start it, in as many replicas as are asked for, and the bare pipeline. {@link #stop()} may be
 * called by any thread.
 */
final class Machine {

    static final int PARTITIONS = 8;
    private static final String CONSUMER_GROUP = "qunfa";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    /** What is not measured itself, but shares the machine. */
    record Surroundings(Part broker, Part database, Part platform) {}

    private final Path home;
    private final Path data;
    private final List<String> serviceOptions;
    private final Deque<Part> started = new ArrayDeque<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final int brokerPort = FreePort.find();
    private final int databasePort = FreePort.find();
    private final int platformPort = FreePort.find();
    private final List<Integer> servicePorts;
    private final int barePort = FreePort.find();
    private final int limitPort = FreePort.find();
    private volatile boolean hasData;
    private int bares;
    private boolean stopping;

    /**
     * @param replicas of the service
     * @param serviceOptions more options for the service's JVM, such as a flight recording's
     */
    Machine(Path home, int replicas, List<String> serviceOptions) {
        this.home = home;
        this.data = home.resolve("target/bench/data");
        this.serviceOptions = serviceOptions;
        this.servicePorts =
                IntStream.range(0, replicas).mapToObj(i -> FreePort.find()).toList();
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

    /** Of the first replica. */
    String serviceUrl() {
        return url(servicePorts.get(0));
    }

    private static String url(int port) {
        return "http://localhost:" + port;
    }

    /** Where the platform calls back whoever measures its limit. */
    int limitPort() {
        return limitPort;
    }

    /** Starts everything that is not measured itself, and creates the topics. */
    Surroundings startSurroundings() throws IOException, StartFailure, InterruptedException {
        hasData = WorkDirectory.claim(data);
        if (!hasData) {
            throw new StartFailure("./bench is running in this checkout already, and would lose its data to this one."
                    + " Wait until it has ended, or use another checkout.");
        }
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

    /** Starts the replicas of the service, and waits until each of them has partitions. */
    List<Part> startService() throws IOException, StartFailure, InterruptedException {
        List<Part> replicas = new ArrayList<>();
        for (int port : servicePorts) {
            replicas.add(startReplica(port));
        }
        if (replicas.size() > 1) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker()))) {
                replicas.get(0)
                        .awaitReady(() -> haveAllPartitions(admin, CONSUMER_GROUP, replicas.size()), START_LIMIT);
            }
        }
        return replicas;
    }

    private static boolean haveAllPartitions(Admin admin, String name, int members) {
        ConsumerGroupDescription group = done(
                admin.describeConsumerGroups(List.of(name)).describedGroups().get(name));
        List<Integer> shares = group.members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
        return group.groupState() == GroupState.STABLE
                && shares.size() == members
                && !shares.contains(0)
                && shares.stream().mapToInt(Integer::intValue).sum() == PARTITIONS;
    }

    private Part startReplica(int port) throws IOException, StartFailure, InterruptedException {
        Part service = launchReplica(port);
        Simulator health = new Simulator(url(port));
        service.awaitReady(() -> health.answersOk("/q/health/ready"), START_LIMIT);
        return service;
    }

    /** The first replica, which has then everything to do until it is ready. */
    Part launchService() throws IOException, StartFailure {
        return launchReplica(servicePorts.get(0));
    }

    private Part launchReplica(int port) throws IOException, StartFailure {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
        command.addAll(serviceOptions);
        command.addAll(List.of(
                "-jar", home.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        return launch("service-" + servicePorts.indexOf(port), ParentGuard.command(command), serviceEnvironment(port));
    }

    /** Starts the bare pipeline, which begins with what comes from now on, and waits until it has its partitions. */
    Part startBare() throws IOException, StartFailure, InterruptedException {
        bares++;
        // A group of its own: one that has ended may not have committed all, or be missed by the broker yet.
        String group = "bare-" + bares;
        List<String> command = javaProcess(BarePipeline.class, 256);
        command.addAll(List.of(broker(), platformUrl(), Integer.toString(barePort), group));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker()))) {
            beginAtTheEnd(admin, group);
            Part bare = launchAndAwait("bare", ParentGuard.command(command), Map.of());
            bare.awaitReady(() -> haveAllPartitions(admin, group, 1), START_LIMIT);
            return bare;
        }
    }

    private static void beginAtTheEnd(Admin admin, String group) {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Subject.BARE.requests(), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        done(admin.listOffsets(ends).all())
                .forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end.offset())));
        done(admin.alterConsumerGroupOffsets(group, offsets).all());
    }

    private static <T> T done(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** Stops one part before the others. */
    void stop(Part part) {
        part.stop(STOP_PATIENCE);
        forget(part);
    }

    private synchronized void forget(Part part) {
        started.remove(part);
    }

    synchronized void stop() {
        stopping = true;
        while (!started.isEmpty()) {
            started.pop().stop(STOP_PATIENCE);
        }
        if (hasData) {
            WorkDirectory.delete(data);
        }
    }

    private synchronized Part launch(String name, List<String> command, Map<String, String> environment)
            throws IOException, StartFailure {
        if (stopping) {
            throw new StartFailure("stopped while starting");
        }
        // Each start has its log: that of a round that went wrong is still there after the next.
        int number = starts.merge(name, 1, Integer::sum);
        Part part = Part.start("bench-" + name + (number == 1 ? "" : "-" + number), command, environment, home);
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
            done(admin.createTopics(List.of(
                            new NewTopic(subject.requests(), PARTITIONS, (short) 1),
                            new NewTopic(subject.results(), PARTITIONS, (short) 1)))
                    .all());
        }
    }

    private Path writeApps() throws IOException {
        PlatformApp[] apps = {
            app(Subject.SERVICE, servicePorts),
            app(Subject.BARE, List.of(barePort)),
            app(Subject.LIMIT, List.of(limitPort))
        };
        return Files.write(data.resolve("apps.json"), Json.bytes(apps));
    }

    private static PlatformApp app(Subject subject, List<Integer> ports) {
        String urls = ports.stream().map(port -> url(port) + "/callbacks/qopen").collect(Collectors.joining(","));
        return PlatformApp.sandbox(subject.app(), urls).withAccessToken(subject.token());
    }

    private Map<String, String> serviceEnvironment(int port) {
        PlatformApp app = app(Subject.SERVICE, servicePorts);
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
                "QUARKUS_HTTP_PORT", Integer.toString(port));
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
