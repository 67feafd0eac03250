package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Checker;
import dev.qunfa.sandbox.faults.check.History;
import dev.qunfa.sandbox.faults.check.Violation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Rounds of load and faults, each checked when all is quiet again, and once more over everything at the end. Ends at the
 * first violation. One thread; needs about a gigabyte of memory and the ports that it finds free.
 */
public final class FaultRun implements AutoCloseable {

    private static final long READY_SECONDS = 90;
    private static final long POLL_MILLIS = 100;
    private static final String PROMISES = "what a process promises";

    /** The service mends this itself, and should not have to. */
    private static final String STRAGGLER = "in the database and in no lane";

    private final Options options;
    private final PrintStream out;
    private final Stage stage;
    private final Operator operator;
    private final TopicJournal journal;
    private final TopicFollower follower;
    private final Producer producer;
    private final Injector injector;
    private final Evidence evidence;
    private final Report report;
    private final Survived survived = new Survived();
    private final List<Planned> everything = new ArrayList<>();
    private int lastRound;

    /** Starts all parts but the replicas. */
    public FaultRun(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.stage = Stage.of(options);
        this.operator = new Operator(options.seed(), stage::api);
        this.journal = new TopicJournal(operator::see);
        this.follower = new TopicFollower(
                stage.broker.bootstrapServers(),
                List.of(TopicJournal.REQUESTS, TopicJournal.RESULTS, TopicJournal.DEAD_LETTERS),
                journal::add);
        this.producer = new Producer(stage.broker.bootstrapServers());
        this.injector = new Injector(stage);
        this.report = new Report(out, options);
        this.evidence = new Evidence(stage, journal, operator, injector);
    }

    /** Runs all rounds; the first violations found, none if all is well. */
    public List<Violation> run() throws InterruptedException {
        out.printf(
                "seed %d: %d round(s), %d replica(s), %s time-outs%n",
                options.seed(),
                options.rounds(),
                options.replicas(),
                options.timeOuts().name().toLowerCase(Locale.ROOT));
        awaitReplicas();
        for (int number = 1; number <= options.rounds(); number++) {
            List<Violation> violations = round(Round.of(number, options));
            if (!violations.isEmpty()) {
                return violations;
            }
        }
        evidence.look(Evidence.messageIds(everything));
        List<Violation> violations = told(evidence.history(""));
        survived.print(out);
        return violations;
    }

    /** The number of the round that ran last. */
    int lastRound() {
        return lastRound;
    }

    private List<Violation> round(Round round) throws InterruptedException {
        lastRound = round.number();
        long begin = System.currentTimeMillis();
        List<Planned> plan = round.load(begin);
        out.printf("round %d/%d: %s … ", round.number(), options.rounds(), String.join(", ", round.faults()));
        out.flush();
        producer.abort(round.prefix(), plan.stream().filter(Planned::isAborted).toList());
        injector.schedule(round.strikes());
        produce(round.prefix(), plan, begin);
        String broken = awaitRepairs();
        stage.platform.clearRules();
        awaitReplicas();
        boolean settled = await(options.timeOuts().settleSeconds(), () -> evidence.isSettled(round.prefix(), plan));
        evidence.look(Evidence.messageIds(plan));
        evidence.readTimelines(plan);
        out.printf("%s after %.1f s%n", settled ? "settled" : "NOT settled", seconds(begin));
        List<Violation> violations =
                broken.isEmpty() || options.ignores(PROMISES) ? told(evidence.history(round.prefix())) : told(broken);
        round.faults().forEach(survived::add);
        everything.addAll(plan);
        return violations;
    }

    private void produce(String round, List<Planned> plan, long begin) throws InterruptedException {
        for (Planned each : plan) {
            if (!each.isAborted()) {
                sleepUntil(begin + each.dueMillis());
                producer.send(round, each);
            }
        }
        for (Planned each : plan) {
            if (each.cancelMillis() > 0) {
                sleepUntil(begin + each.cancelMillis());
                operator.cancel(each.msgId());
            }
        }
        producer.flush();
    }

    /** What a process did that it must not, in a sentence; empty if nothing. */
    private String awaitRepairs() throws InterruptedException {
        try {
            injector.await();
            return stage.replicas.stream().anyMatch(each -> each.hasLogged(STRAGGLER))
                    ? "a replica found a message in no lane, see its log for: " + STRAGGLER
                    : "";
        } catch (BrokenPromise broken) {
            return broken.getMessage();
        }
    }

    private void awaitReplicas() throws InterruptedException {
        stage.replicas.forEach(Replica::start);
        for (Replica each : stage.replicas) {
            if (!await(READY_SECONDS, each::isReady)) {
                throw new IllegalStateException(each.name() + " did not become ready; see " + each.log());
            }
        }
    }

    private List<Violation> told(String broken) {
        return report.of(List.of(new Violation(PROMISES, "", broken)), evidence.history(""));
    }

    private List<Violation> told(History history) {
        return report.of(Checker.check(history, options.invariants()), history);
    }

    private static boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private static void sleepUntil(long at) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, at - System.currentTimeMillis()));
    }

    private static double seconds(long begin) {
        return (System.currentTimeMillis() - begin) / 1_000.0;
    }

    @Override
    public void close() {
        operator.close();
        injector.close();
        producer.close();
        follower.close();
        stage.close();
    }
}
