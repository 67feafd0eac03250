package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Arguments;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The {@code ./faults} command; see {@code ./faults --help}. Exit codes: 0 when every invariant held, 1 when one did not, 2
 * for a command line that makes no sense.
 */
public final class Faults {

    private static final String USAGE =
            """
            ./faults [--rounds N] [--seed S] [--replicas R] [--resend] [--only TEXT,…] [--ignore TEXT,…]
                                    rounds of load and faults against 1 to 3 replicas of the packaged service, checked
                                    against every invariant; 5 rounds, a random seed and 2 replicas if not said otherwise;
                                    only faults, and no invariants, whose name has a TEXT in it; with the policy
                                    resend for what is in doubt instead of await
            ./faults --mutants [--only NAME,…]
                                    puts errors into the engine, one at a time, and demands that each is found
            ./faults --drill rate|rate-killed|hanging|outage|unreachable|quiet|silence|failover|starts [--rounds N] [--seed S]
                                    one long scenario, measured: robots' rates while replicas stop, or are killed,
                                    and come back, one robot that hangs, a platform that answers 503, or refuses connections,
                                    for two minutes, a few messages in a night with outages of up to ten minutes, a database
                                    whose host is gone without a word, or whose standby takes over without the last commits,
                                    100 starts (or N) whose steps are delayed and reordered by the seed
            """;
    private static final Path HOME = Path.of(System.getProperty("qunfa.sandbox.home", "."))
            .toAbsolutePath()
            .normalize();
    private static final Path JAR = HOME.resolve("target/quarkus-app/quarkus-run.jar");
    private static final Path LOGS = HOME.resolve("target/faults/logs");
    private static final int ROUNDS = 5;
    /** Of so many rounds, one is run with the default time-outs. */
    private static final int DEFAULTS_EACH = 10;

    private static final int REPLICAS = 2;
    private static final int SEED_BOUND = 1_000_000;

    private Faults() {}

    /** Runs the command; the system property {@code qunfa.sandbox.home} is the checkout. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = run(
                    Arguments.parse(
                            args,
                            Set.of("help", "mutants", "resend"),
                            Set.of("rounds", "seed", "replicas", "only", "ignore", "drill")),
                    out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            code = 2;
        }
        System.exit(code);
    }

    private static int run(Arguments arguments, PrintStream out) throws InterruptedException {
        if (arguments.has("help")) {
            out.println(USAGE);
            return 0;
        }
        long seed = arguments.number("seed", ThreadLocalRandom.current().nextInt(SEED_BOUND));
        if (arguments.has("mutants")) {
            return new MutantRun(HOME, seed, out).run(texts(arguments, "only")) ? 0 : 1;
        }
        if (arguments.has("drill")) {
            return drill(arguments, seed, out) ? 0 : 1;
        }
        Options options = new Options(
                arguments.number("rounds", ROUNDS),
                seed,
                arguments.number("replicas", REPLICAS),
                arguments.has("resend"),
                TimeOuts.SHORT,
                texts(arguments, "only"),
                texts(arguments, "ignore"),
                JAR,
                LOGS);
        int withDefaults = options.rounds() / DEFAULTS_EACH;
        boolean good = holds(options.with(options.rounds() - withDefaults, TimeOuts.SHORT), out)
                && (withDefaults == 0 || holds(options.with(withDefaults, TimeOuts.DEFAULT), out));
        out.printf("%n%s%n", good ? "Every invariant held." : "./faults --seed " + options.seed() + " repeats it.");
        return good ? 0 : 1;
    }

    private static boolean holds(Options options, PrintStream out) throws InterruptedException {
        try (FaultRun run = new FaultRun(options, out)) {
            return run.run().isEmpty();
        }
    }

    private static boolean drill(Arguments arguments, long seed, PrintStream out) throws InterruptedException {
        String name = arguments.value("drill", "");
        Drill drill = Drill.BY_NAME.get(name);
        if (drill == null) {
            throw new IllegalArgumentException("--drill must be one of " + Drill.BY_NAME.keySet());
        }
        out.printf("drill: %s, %d replica(s), seed %d%n", name, drill.replicas(), seed);
        int rounds = arguments.has("rounds") ? arguments.number("rounds", ROUNDS) : 0;
        try (DrillStage stage = new DrillStage(drill, JAR, LOGS, seed, rounds)) {
            stage.awaitReplicas();
            List<Figure> figures = drill.play(stage);
            figures.forEach(figure -> out.println(figure.line()));
            return figures.stream().allMatch(Figure::holds);
        }
    }

    private static List<String> texts(Arguments arguments, String option) {
        return arguments.has(option) ? List.of(arguments.value(option, "").split(",")) : List.of();
    }
}
