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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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
    private final List<Limit> limits = new ArrayList<>();
    private final List<Questions.Answered> answers = new ArrayList<>();
    private final List<Starts.Started> starts = new ArrayList<>();
    private final List<Rest.Minute> rests = new ArrayList<>();
    private Load carried;
    private int runs;

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
        out.println("Starting broker, database, simulated platform and service …");
        try {
            Machine.Surroundings surroundings = machine.startSurroundings();
            if (options.starts() > 0) {
                starts();
            } else {
                List<Part> service = machine.startService();
                try (DatabaseMeter database = new DatabaseMeter(machine.databaseUrl())) {
                    measure(surroundings, database, service);
                }
            }
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
        table.json(results, more());
        return results.stream().allMatch(each -> each.problems().isEmpty()) ? 0 : 1;
    }

    /** The runs of both, one beside the other. */
    private final class Runs {
        private final Run run;
        private final List<Part> service;
        private final List<Part> bare;

        /** @param bare empty if it is not measured */
        Runs(Run run, List<Part> service, List<Part> bare) {
            this.run = run;
            this.service = service;
            this.bare = bare;
        }

        void all() throws InterruptedException {
            both("cold", options.messages(), 0);
            if (options.warmup() > 0) {
                both("warm-up", options.warmup(), 0);
                both("hot", options.messages(), 0);
            }
            for (int rate : options.rates()) {
                both(rate + "/s", rate * options.seconds(), rate);
            }
        }

        private void both(String name, int messages, int rate) throws InterruptedException {
            if (!bare.isEmpty()) {
                note(run.measure("bare " + name, Subject.BARE, bare, load(messages, rate)));
            }
            carried = load(messages, rate);
            note(run.measure(name, Subject.SERVICE, service, carried));
        }

        /** The status API is asked about the messages that were carried last, while others are. */
        void asked(int rate) throws InterruptedException {
            Questions questions = new Questions(machine.serviceUrl(), carried);
            AtomicBoolean going = new AtomicBoolean(true);
            FutureTask<List<Questions.Answered>> asking =
                    new FutureTask<>(() -> questions.askWhile(going::get, rate + "/s"));
            new Thread(asking, "questions").start();
            try {
                note(run.measure(rate + "/s, asked", Subject.SERVICE, service, load(rate * options.seconds(), rate)));
            } finally {
                going.set(false);
            }
            answered(answers(asking));
        }

        private List<Questions.Answered> answers(FutureTask<List<Questions.Answered>> asking)
                throws InterruptedException {
            try {
                return asking.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The status API could not be asked beside a load.", e.getCause());
            }
        }
    }

    private void note(Result result) {
        results.add(result);
        table.row(result);
        if (result.isAtRate()) {
            table.spans(result);
        }
    }

    private Map<String, Object> more() {
        return Map.of(
                "cores", Runtime.getRuntime().availableProcessors(),
                "prefilled", options.prefilled(),
                "expired", options.expired(),
                "backlog", options.backlog(),
                "replicas", options.replicas(),
                "api", answers.stream().map(Questions.Answered::values).toList(),
                "starts", starts.stream().map(Starts.Started::values).toList(),
                "rest", rests.stream().map(Rest.Minute::values).toList(),
                "limits", limits.stream().map(Limit::values).toList());
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

    private void measure(Machine.Surroundings surroundings, DatabaseMeter database, List<Part> service)
            throws IOException, StartFailure, InterruptedException {
        new Stock(database).fill(options.prefilled(), options.expired(), options.backlog());
        table.head();
        Run run = new Run(machine, surroundings, database, System.console() == null ? null : out);
        if (options.rest() > 0) {
            rest(run, service);
            return;
        }
        loads(new Runs(run, service, options.references() ? List.of(machine.startBare()) : List.of()));
        if (options.references()) {
            limits(surroundings, database);
        }
    }

    private void loads(Runs runs) throws InterruptedException {
        runs.all();
        answered(new Questions(machine.serviceUrl(), carried).ask());
        for (int rate : options.rates()) {
            runs.asked(rate);
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
        runs++;
        return new Load("bench-" + runs + "-", messages, rate, options.shape());
    }
}
