package dev.qunfa.sandbox.tour;

import static java.util.Map.entry;

import dev.qunfa.sandbox.ParentGuard;
import dev.qunfa.sandbox.PartProcess;
import dev.qunfa.sandbox.PlatformApp;
import dev.qunfa.sandbox.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Broker, database, simulated platform and service, each a process. {@link #stop()} may be called by another thread than
 * {@link #start()}, also while it runs, and more than once.
 */
final class Parts {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final Path home;
    private final Path directory;
    private final Addresses addresses;
    private final Deque<Part> started = new ArrayDeque<>();
    private volatile boolean stopping;

    /**
     * @param home the checkout, which holds the built jar
     * @param directory for data and the state file
     */
    Parts(Path home, Path directory, Addresses addresses) {
        this.home = home;
        this.directory = directory;
        this.addresses = addresses;
    }

    /** Starts everything and returns when all is ready; a part that does not start is told with its log's end. */
    void start() throws IOException, StartFailure, InterruptedException {
        WorkDirectory.delete(data());
        Files.createDirectories(data());
        Part broker = launch("broker", own("broker", 256, "--port", addresses.broker()), Map.of());
        Part database = launch("database", own("database", 192, "--port", addresses.database()), Map.of());
        List<String> platformCommand = own("platform", 256, "--port", addresses.platform());
        platformCommand.addAll(List.of("--callback-url", addresses.callbackUrl()));
        Part platform = launch("platform", platformCommand, Map.of());
        for (Part each : List.of(broker, database, platform)) {
            each.awaitReady(() -> each.hasLogged(PartProcess.READY), START_LIMIT);
        }
        new Topics(addresses.brokerAddress()).create();
        Part service = launch("service", serviceCommand(), serviceEnvironment());
        ServiceClient client = new ServiceClient(addresses.serviceUrl());
        service.awaitReady(client::isReady, START_LIMIT);
        addresses.withPids(pids()).write(directory);
    }

    /** The first part found dead, or null when all run. */
    synchronized Part dead() {
        return stopping
                ? null
                : started.stream().filter(each -> !each.isAlive()).findFirst().orElse(null);
    }

    /** True as soon as stopping has begun: whatever fails from then on fails because of it. */
    boolean isStopping() {
        return stopping;
    }

    /** Stops the service first and the database last, then deletes data and state file; logs stay. */
    void stop() {
        stopping = true;
        stopAll();
    }

    private synchronized void stopAll() {
        while (!started.isEmpty()) {
            started.pop().stop(STOP_PATIENCE);
        }
        try {
            Addresses.delete(directory);
        } catch (IOException e) {
            System.err.println("could not delete the state file: " + e);
        }
        WorkDirectory.delete(data());
    }

    private synchronized Part launch(String name, List<String> command, Map<String, String> environment)
            throws IOException, StartFailure {
        if (stopping) {
            throw new StartFailure("stopped while starting");
        }
        Part part = Part.start(name, command, environment, home);
        started.push(part);
        return part;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private synchronized List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(ProcessHandle.current().pid()));
        started.forEach(each -> pids.add(each.pid()));
        return pids;
    }

    private List<String> own(String part, int heapMebibytes, String option, int value) {
        return new ArrayList<>(List.of(
                java(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-D" + WorkDirectory.PARENT_PROPERTY + "=" + data(),
                "-cp",
                System.getProperty("java.class.path"),
                PartProcess.class.getName(),
                part,
                "--child",
                option,
                Integer.toString(value)));
    }

    private List<String> serviceCommand() {
        Path jar = home.resolve("target/quarkus-app/quarkus-run.jar");
        return ParentGuard.command(List.of(java(), "-Xmx256m", "-jar", jar.toString()));
    }

    private Map<String, String> serviceEnvironment() {
        PlatformApp app = PlatformApp.sandbox("default", addresses.callbackUrl());
        return Map.ofEntries(
                entry("KAFKA_BOOTSTRAP_SERVERS", addresses.brokerAddress()),
                entry("DB_URL", addresses.databaseUrl()),
                entry("DB_USER", "postgres"),
                entry("DB_PASSWORD", "postgres"),
                entry("QUNFA_PLATFORM_BASE_URL", addresses.platformUrl()),
                entry("QUNFA_APPS_DEFAULT_APP_KEY", app.appKey()),
                entry("QUNFA_APPS_DEFAULT_APP_SECRET", app.appSecret()),
                entry("QUNFA_APPS_DEFAULT_CALLBACK_TOKEN", app.callbackToken()),
                entry("QUNFA_APPS_DEFAULT_ENCODING_AES_KEY", app.encodingAesKey()),
                entry("QUARKUS_HTTP_PORT", Integer.toString(addresses.service())),
                entry("QUARKUS_HTTP_HOST", "localhost"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
