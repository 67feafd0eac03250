package dev.qunfa.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this JVM, for one machine and no replication.
 *
 * <p>It starts in about two seconds, keeps its data in a work directory that {@link #close()} deletes, creates topics
 * on first use with eight partitions, and takes records of up to 4 MiB. {@link #stop()} and {@link #restart()} keep port
 * and data. Methods are called by one thread at a time.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int DEFAULT_PARTITIONS = 8;
    private static final int ADMIN_TIMEOUT_SECONDS = 30;
    private static final long LOOK_MILLIS = 10;

    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final WorkDirectory directory = WorkDirectory.create("broker");
    private final Listeners listeners;
    private final String cluster;
    private final Map<String, Object> settings;
    private final ExitHook hook = ExitHook.closing(this);
    private KafkaRaftServer server;

    /**
     * Where the broker listens.
     *
     * @param clients port for clients
     * @param advertised port to which the broker sends the clients of that port
     * @param direct port for those who must not be sent elsewhere; the same as {@code clients} if nobody is
     * @param controller of the first broker
     * @param node {@link #FIRST}, which is the controller too, or {@link #SECOND}
     */
    private record Listeners(int clients, int advertised, int direct, int controller, int node) {

        Map<String, String> settings() {
            boolean two = clients != direct;
            String own = "DIRECT://localhost:" + direct;
            return Map.of(
                    "controller.quorum.voters",
                    "1@localhost:" + controller,
                    "controller.listener.names",
                    "CONTROLLER",
                    "listeners",
                    (two ? "CLIENTS://localhost:" + clients + "," : "")
                            + own
                            + (node == FIRST ? ",CONTROLLER://localhost:" + controller : ""),
                    "advertised.listeners",
                    (two ? "CLIENTS://localhost:" + advertised + "," : "") + own,
                    "inter.broker.listener.name",
                    "DIRECT",
                    "listener.security.protocol.map",
                    "CLIENTS:PLAINTEXT,DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        }
    }

    private EmbeddedBroker(Listeners listeners, String cluster) {
        this.listeners = listeners;
        this.cluster = cluster;
        this.settings = settings(listeners, directory.resolve("log"));
    }

    /** Starts a broker on a free port. */
    public static EmbeddedBroker start() {
        return start(0);
    }

    /** Starts a broker on {@code port}, zero for a free one; fails when the port is taken. */
    public static EmbeddedBroker start(int port) {
        int free = FreePort.orAny(port);
        return start(new Listeners(free, free, free, FreePort.find(), FIRST));
    }

    /**
     * Starts a broker whose clients at {@link #port()} are told to come back through {@code proxyPort}, whatever passes
     * their connections on from there; {@link #bootstrapServers()} leads past it.
     */
    public static EmbeddedBroker startBehind(int proxyPort) {
        return start(new Listeners(FreePort.find(), proxyPort, FreePort.find(), FreePort.find(), FIRST));
    }

    /** Starts a second broker of the same cluster: partitions that only it has are without a leader while it is stopped. */
    public EmbeddedBroker startAnother() {
        int free = FreePort.find();
        return start(new Listeners(free, free, free, listeners.controller(), SECOND), cluster);
    }

    private static EmbeddedBroker start(Listeners listeners) {
        return start(listeners, Uuid.randomUuid().toString());
    }

    private static EmbeddedBroker start(Listeners listeners, String cluster) {
        QuietLogs.limit(Level.SEVERE, "kafka", "org.apache.kafka", "state.change.logger");
        EmbeddedBroker broker = new EmbeddedBroker(listeners, cluster);
        try {
            broker.format();
            broker.restart();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** The address that clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "localhost:" + listeners.direct();
    }

    public int port() {
        return listeners.clients();
    }

    /** Creates a topic and returns once clients find all of its partitions; fails when it exists already. */
    public void createTopic(String name, int partitions) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_TIMEOUT_SECONDS);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            while (partitionsWithLeader(admin, name) < partitions) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("topic " + name + " was created and does not appear");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot create topic " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
    }

    /** The broker acknowledges a topic a moment before it tells others of it. */
    private static long partitionsWithLeader(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return admin
                    .describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .partitions()
                    .stream()
                    .filter(each -> each.leader() != null && !each.leader().isEmpty())
                    .count();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    /** Stops the broker and keeps its data; without effect when it is stopped. */
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** Starts the stopped broker again on the same port with the same data; without effect when it runs. */
    public void restart() {
        if (server == null) {
            KafkaRaftServer fresh = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server = fresh;
            fresh.startup();
        }
    }

    @Override
    public synchronized void close() {
        hook.cancel();
        try {
            stop();
        } finally {
            directory.delete();
        }
    }

    private void format() {
        try {
            new Formatter()
                    .setPrintStream(Discard.stream())
                    .setNodeId(listeners.node())
                    .setClusterId(cluster)
                    .setDirectories(List.of(directory.resolve("log").toString()))
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.resolve("log").toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the broker's log directory", e);
        }
    }

    private static Map<String, Object> settings(Listeners listeners, Path log) {
        Map<String, Object> settings = new HashMap<>(listeners.settings());
        settings.put("process.roles", listeners.node() == FIRST ? "broker,controller" : "broker");
        settings.put("node.id", Integer.toString(listeners.node()));
        settings.put("log.dirs", log.toString());
        settings.putAll(limits());
        settings.putAll(internalTopics());
        settings.putAll(footprint());
        return settings;
    }

    private static Map<String, String> limits() {
        String fourMebibytes = Integer.toString(4 * 1024 * 1024);
        return Map.of(
                "message.max.bytes", fourMebibytes,
                "replica.fetch.max.bytes", fourMebibytes,
                "auto.create.topics.enable", "true",
                "num.partitions", Integer.toString(DEFAULT_PARTITIONS),
                "group.initial.rebalance.delay.ms", "0",
                "broker.heartbeat.interval.ms", "500",
                "broker.session.timeout.ms", "3000");
    }

    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1");
    }

    private static Map<String, String> footprint() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "2",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "log.index.size.max.bytes", "1048576");
    }
}
