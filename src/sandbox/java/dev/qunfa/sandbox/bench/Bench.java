package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.tour.Part;
import dev.qunfa.sandbox.tour.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code ./bench} command; see {@code ./bench --help}. Exit codes: 0 when every run was correct, 1 when one was not or a
 * part did not start, 2 for a command line that makes no sense. This process is the load generator.
 */
public final class Bench {

    private final Options options;
    private final Machine machine;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Table table = new Table(out);
    private final List<Result> results = new ArrayList<>();
    private int runs;

    private Bench(Options options, Path home) {
        this.options = options;
        this.machine = new Machine(home, options.serviceOptions());
    }

    /** Runs the benchmark; the system property {@code qunfa.sandbox.home} is the checkout. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        try {
            Path home = Path.of(System.getProperty("qunfa.sandbox.home", "."))
                    .toAbsolutePath()
                    .normalize();
            System.exit(new Bench(Options.parse(args), home).run());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
        }
    }

    private int run() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(machine::stop, "stop-parts"));
        out.println("Starting broker, database, simulated platform and service …");
        try {
            Machine.Surroundings surroundings = machine.startSurroundings();
            Part service = machine.startService();
            try (DatabaseMeter database = new DatabaseMeter(machine.databaseUrl())) {
                measure(new Run(machine, surroundings, database, System.console() == null ? null : out), service);
            }
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
        table.json(results, Map.of("cores", Runtime.getRuntime().availableProcessors()));
        return results.stream().allMatch(each -> each.problems().isEmpty()) ? 0 : 1;
    }

    private void measure(Run run, Part service) throws IOException, StartFailure, InterruptedException {
        Part bare = options.references() ? machine.startBare() : null;
        table.head();
        both(run, "cold", service, bare, options.messages(), 0);
        if (options.warmup() > 0) {
            both(run, "warm-up", service, bare, options.warmup(), 0);
            both(run, "hot", service, bare, options.messages(), 0);
        }
        for (int rate : options.rates()) {
            both(run, rate + "/s", service, bare, rate * options.seconds(), rate);
        }
    }

    private void both(Run run, String name, Part service, Part bare, int messages, int rate)
            throws InterruptedException {
        if (bare != null) {
            one(run, "bare " + name, Subject.BARE, bare, load(messages, rate));
        }
        one(run, name, Subject.SERVICE, service, load(messages, rate));
    }

    private void one(Run run, String name, Subject subject, Part part, Load load) throws InterruptedException {
        Result result = run.measure(name, subject, part, load);
        results.add(result);
        table.row(result);
    }

    private Load load(int messages, int rate) {
        runs++;
        return new Load("bench-" + runs + "-", messages, rate, options.shape());
    }
}
