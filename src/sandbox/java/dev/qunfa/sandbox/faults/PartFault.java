package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Moment;
import java.util.function.Consumer;

/**
 * A fault made of two actions on the parts.
 *
 * @param subject what it strikes
 */
record PartFault(String name, String subject, Consumer<Stage> atBegin, Consumer<Stage> atEnd, long delayMillis)
        implements Fault {

    PartFault(String name, String subject, Consumer<Stage> atBegin, Consumer<Stage> atEnd) {
        this(name, subject, atBegin, atEnd, 0);
    }

    static PartFault killed(int replica) {
        return new PartFault(
                "kill -9 of a replica",
                "replica-" + replica,
                stage -> stage.replicas.get(replica).kill(),
                stage -> stage.replicas.get(replica).start());
    }

    /** Ends with an exit code; any other than 0 is a failure. */
    static PartFault terminated(int replica) {
        return new PartFault(
                "SIGTERM to a replica",
                "replica-" + replica,
                stage -> {
                    int code = stage.replicas.get(replica).terminate();
                    if (code != 0) {
                        throw new BrokenPromise(
                                "replica-" + replica + " ended with exit code " + code + " after SIGTERM");
                    }
                },
                stage -> stage.replicas.get(replica).start());
    }

    static PartFault frozen(int replica) {
        return new PartFault(
                Moment.STANDSTILL + " and SIGCONT of a replica",
                "replica-" + replica,
                stage -> stage.replicas.get(replica).freeze(),
                stage -> stage.replicas.get(replica).thaw());
    }

    static PartFault brokerDown() {
        return new PartFault(
                "broker stop and restart", "broker", stage -> stage.broker.stop(), stage -> stage.broker.restart());
    }

    static PartFault databaseDown() {
        return new PartFault(
                "PostgreSQL kill and restart",
                "database",
                stage -> stage.database.kill(),
                stage -> stage.database.restart());
    }

    /** As an administrator does it, or a standby, or a disk that is full: what is there can be read. */
    static PartFault databaseReadOnly() {
        return new PartFault(
                "database read-only",
                "database",
                stage -> stage.database.allowWrites(false),
                stage -> stage.database.allowWrites(true));
    }

    static PartFault cut(Way way) {
        return new PartFault(
                "connections dropped: " + way.title(),
                way.subject(),
                stage -> way.of(stage).cut(),
                stage -> {});
    }

    static PartFault refused(Way way) {
        return new PartFault(
                "connections refused: " + way.title(),
                way.subject(),
                stage -> way.of(stage).refuse(),
                stage -> way.of(stage).restore());
    }

    static PartFault stalled(Way way, TimeOuts timeOuts) {
        return new PartFault(
                "connections stalled: " + way.title(),
                way.subject(),
                stage -> way.of(stage).stall(),
                stage -> way.of(stage).restore(),
                way.target() == Way.Target.PLATFORM ? timeOuts.attemptMillis() : 0);
    }

    @Override
    public void begin(Stage stage) {
        atBegin.accept(stage);
    }

    @Override
    public void end(Stage stage) {
        atEnd.accept(stage);
    }
}
