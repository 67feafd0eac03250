package dev.qunfa;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;

/** The service's entry: checks the configuration, then starts. */
@QuarkusMain
public final class Qunfa {
    /** Whether the JVM was told to stop, by a signal for instance. */
    private static final AtomicBoolean TOLD_TO_STOP = new AtomicBoolean();

    /** The JVM ends when its last shutdown hook does, with the signal's exit code unless {@link #ended} comes first. */
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    /** Far more than it takes once everything has stopped. */
    private static final long PATIENCE_MINUTES = 5;

    private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";

    private Qunfa() {}

    /** Exits with code 1 and one sentence on stderr if the configuration cannot work. */
    public static void main(String... args) throws InterruptedException {
        Thread thrift = new Thread(Qunfa::spareTheMachine, "thrift");
        thrift.setDaemon(true);
        thrift.start();
        Config config = ConfigUtils.configBuilder().build();
        Optional<String> problem = StartCheck.firstProblem(config);
        if (problem.isPresent()) {
            System.err.println(problem.get());
            System.exit(1);
        }
        BrokerNames.ofThisNetwork().await(config.getValue("kafka.bootstrap.servers", String.class));
        Runtime.getRuntime().addShutdownHook(new Thread(Qunfa::stop, "exit-code"));
        limitEventLoops(config);
        Quarkus.run(null, Qunfa::ended, args);
    }

    /** What the JVM has to be told about itself, as early as it can be: the heap first, because it is about to be cut down. */
    private static void spareTheMachine() {
        boolean memory = EarlySwitch.isOn(MemoryThrift.SWITCH);
        if (memory) {
            MemoryThrift.keepHeapSteady();
        }
        if (EarlySwitch.isOn(CompilerThrift.SWITCH)) {
            CompilerThrift.tellTheJvm();
        }
        if (memory) {
            MemoryThrift.keepGivingBack();
        }
    }

    /**
     * As many event loops as there are cores: of twice as many, which is the default, one has to wake another for most steps
     * of a message.
     */
    private static void limitEventLoops(Config config) {
        if (config.getOptionalValue(EVENT_LOOPS, String.class).isEmpty()) {
            int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
            System.setProperty(EVENT_LOOPS, Integer.toString(loops));
        }
    }

    private static void stop() {
        TOLD_TO_STOP.set(true);
        try {
            ENDED.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A service that was told to stop and did so has succeeded, whatever the JVM makes of the signal. */
    private static void ended(int exitCode, Throwable failure) {
        if (TOLD_TO_STOP.get() && failure == null) {
            Runtime.getRuntime().halt(0);
        }
        ENDED.countDown();
        if (failure != null) {
            failure.printStackTrace();
        }
        System.exit(exitCode);
    }
}
