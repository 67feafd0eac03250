package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.bench.Medians.Median;
import dev.qunfa.sandbox.tour.Part;
import dev.qunfa.sandbox.tour.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The {@code ./bench} command; see {@code ./bench --help}. Exit codes: 0 when every run was correct, 1 when one was not or a
 * part did not start, 2 for a command line that makes no sense. This process is the load generator.
 */
public final class Bench {

    private static final int PARTS_WARMUP = 40_000;

    private final Options options;
    private final Machine machine;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Table table = new Table(out);
    private final List<Result> results = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final List<Questions.Answered> answers = new ArrayList<>();
    private final List<Starts.Started> starts = new ArrayList<>();
    private final List<Rest.Minute> rests = new ArrayList<>();
    private final List<Median> medians = new ArrayList<>();
    private int loads;

    private Bench(Options options, Path home) {
        this.options = options;
        this.machine = new Machine(home, options.replicas(), options.serviceOptions());
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
        out.println("Starting broker, database and simulated platform …");
        boolean complete = false;
        try {
            Machine.Surroundings surroundings = machine.startSurroundings();
            if (options.starts() > 0) {
                starts();
            } else {
                try (DatabaseMeter database = new DatabaseMeter(machine.databaseUrl())) {
                    measure(surroundings, database);
                }
            }
            complete = true;
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
        }
        table.json(results, more());
        return complete && results.stream().allMatch(each -> each.problems().isEmpty()) ? 0 : 1;
    }

    private void note(Result result) {
        results.add(result);
        table.row(result);
        if (result.isAtRate()) {
            table.spans(result);
        }
    }

    private Map<String, Object> more() {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("cores", Runtime.getRuntime().availableProcessors());
        more.put("prefilled", options.prefilled());
        more.put("expired", options.expired());
        more.put("backlog", options.backlog());
        more.put("replicas", options.replicas());
        more.put("rounds", options.rounds());
        more.put("api", answers.stream().map(Questions.Answered::values).toList());
        more.put("starts", starts.stream().map(Starts.Started::values).toList());
        more.put("rest", rests.stream().map(Rest.Minute::values).toList());
        more.put("medians", medians.stream().map(Median::values).toList());
        more.put("limits", limits.stream().map(Limit::values).toList());
        return more;
    }

    private void starts() throws IOException, StartFailure, InterruptedException {
        List<Starts.Started> empty = new ArrayList<>();
        List<Starts.Started> full = new ArrayList<>();
        try (Starts starts = new Starts(machine)) {
            // Not counted: broker and platform do things for the first time in it, too.
            starts.start("the first");
            for (int number = 1; number <= options.starts(); number++) {
                starts.emptyDatabase();
                empty.add(started(starts.start("empty database, " + number)));
                full.add(started(starts.start("schema there, " + number)));
            }
        }
        table.row(Starts.median("empty database, median", empty));
        table.row(Starts.median("schema there, median", full));
    }

    private Starts.Started started(Starts.Started each) {
        starts.add(each);
        table.row(each);
        return each;
    }

    private void rest(Run run, List<Part> service) throws InterruptedException {
        note(run.measure("before rest", Subject.SERVICE, service, load(Rest.MESSAGES, Rest.RATE)));
        TimeUnit.NANOSECONDS.sleep(Rest.BEFORE.toNanos());
        Rest rest = new Rest(service.get(0));
        for (int number = 1; number <= options.rest(); number++) {
            Rest.Minute minute = rest.minute("minute " + number);
            rests.add(minute);
            table.row(minute);
        }
    }

    private void measure(Machine.Surroundings surroundings, DatabaseMeter database)
            throws IOException, StartFailure, InterruptedException {
        table.head();
        Run run = new Run(machine, surroundings, database, System.console() == null ? null : out);
        fill(new Stock(database));
        if (options.rest() > 0) {
            rest(run, machine.startService());
            return;
        }
        warmUpParts(run);
        for (int number = 1; number <= options.rounds(); number++) {
            round(run);
        }
        medians();
        if (options.references()) {
            limits(surroundings, database);
        }
    }

    /** By a service of its own, which makes the schema: those that are measured are new when they are. */
    private void fill(Stock stock) throws IOException, StartFailure, InterruptedException {
        if (options.prefilled() + options.expired() + options.backlog() > 0) {
            List<Part> service = machine.startService();
            stock.fill(options.prefilled(), options.expired(), options.backlog());
            service.forEach(machine::stop);
        }
    }

    /**
     * What is measured shares the cores with broker, platform and load, which cost several times as much when they are
     * new: else what is measured first would pay for all of that.
     */
    private void warmUpParts(Run run) throws IOException, StartFailure, InterruptedException {
        Part passing = machine.startBare();
        Load load = new Load("parts-", PARTS_WARMUP, 0, Load.Shape.OF_THE_TABLE);
        Result uncounted = run.measure("(not counted)", Subject.BARE, List.of(passing), load);
        table.row(uncounted);
        machine.stop(passing);
        if (!uncounted.problems().isEmpty()) {
            throw new StartFailure(
                    "The bare pipeline that warms broker and platform up did not end its work, and would leave"
                            + " it to the one that is measured. Try once more.");
        }
    }

    private void round(Run run) throws IOException, StartFailure, InterruptedException {
        Runs runs = new Runs(run, this::load, this::note);
        List<Part> bare = options.references() ? List.of(machine.startBare()) : List.of();
        runs.bare(bare, options.messages());
        List<Part> service = machine.startService();
        runs.service(service, options);
        if (!options.rates().isEmpty()) {
            answered(new Questions(machine.serviceUrl(), runs.carried()).ask());
        }
        for (int rate : options.rates()) {
            answered(runs.asked(machine.serviceUrl(), rate, options.seconds()));
        }
        service.forEach(machine::stop);
        bare.forEach(machine::stop);
    }

    private void medians() {
        if (options.rounds() > 1) {
            medians.addAll(Medians.of(results));
            medians.forEach(table::row);
        }
    }

    private void answered(List<Questions.Answered> answered) {
        for (Questions.Answered each : answered) {
            answers.add(each);
            table.row(each);
        }
    }

    private void limits(Machine.Surroundings surroundings, DatabaseMeter database) throws InterruptedException {
        note(new SetWrites(database).measure(options.messages()));
        note(new BrokerLimit(machine.broker(), surroundings.broker().pid()).measure(load(options.messages(), 0)));
        try (HttpLimit http =
                new HttpLimit(machine.platformUrl(), surroundings.platform().pid())) {
            note(http.measure(machine.limitPort(), load(options.messages(), 0)));
        }
    }

    private void note(Limit limit) {
        limits.add(limit);
        table.row(limit);
    }

    private Load load(int messages, int rate) {
        loads++;
        return new Load("bench-" + loads + "-", messages, rate, options.shape());
    }
}
