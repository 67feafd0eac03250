package dev.qunfa.sandbox.bench;

import static dev.qunfa.sandbox.bench.Load.Shape.OF_THE_TABLE;

import dev.qunfa.sandbox.Arguments;
import java.util.List;
import java.util.Set;

/**
 * The command line of {@code ./bench}.
 *
 * @param shape of the messages
 * @param messages in a run at full speed
 * @param rate of the one timed run, or 0 for those of the table (100/s and 500/s)
 * @param seconds that a timed run lasts; 0: there are none, nor questions to the status API
 * @param warmup messages before the hot runs, 0 for none
 * @param backlog messages that wait for a later time meanwhile
 * @param prefilled finished messages that are in the database from the start
 * @param expired finished messages that are there to be deleted
 * @param starts of the service that are measured instead of loads
 * @param rest minutes of rest that are measured instead of loads
 * @param rounds of the runs, each with a service and a bare pipeline of its own
 * @param replicas of the service
 * @param references whether the bare pipeline and the machine's limits are measured too
 * @param serviceOptions more options for the service's JVM
 */
record Options(
        Load.Shape shape,
        int messages,
        int rate,
        int seconds,
        int warmup,
        int backlog,
        int prefilled,
        int expired,
        int starts,
        int rest,
        int rounds,
        int replicas,
        boolean references,
        List<String> serviceOptions) {

    static final String USAGE =
            """
            ./bench                  the load of docs/performance.md: cold, warm-up, hot, 100/s and 500/s, with references
              --messages N           messages of a run at full speed (20000)
              --warmup N             messages of the warm-up (100000)
              --rate N               one run at N messages a second instead of those at 100/s and 500/s
              --seconds N            length of a run at a rate (20); 0 leaves these and the status API's questions out
              --robots N --groups N  robots (200) and groups (1000)
              --items N --text N     items of a message (1) and bytes of an item's text (300)
              --backlog N            messages that wait for later meanwhile (0)
              --prefilled N          finished messages in the tables from the start (0)
              --expired N            finished messages that retention deletes, from a minute after the start on (0)
              --starts N             instead of loads, N starts on an empty database and N on one with the schema
              --rest N               instead of loads, what the service uses in N minutes without anything to do
              --rounds N             N times all runs, each time with a new service and bare pipeline, and their medians (1)
              --replicas N           replicas of the service, which share the partitions (1)
              --only-service         without the runs of the bare pipeline and the limits of the machine
              --jvm "OPTIONS"        more options for the service's JVM; of a file, what the last service writes is left
            """;

    private static final int SECONDS = 20;
    private static final Set<String> FLAGS = Set.of("help", "only-service");
    private static final Set<String> VALUED = Set.of(
            "messages",
            "warmup",
            "rate",
            "seconds",
            "robots",
            "groups",
            "items",
            "text",
            "backlog",
            "prefilled",
            "expired",
            "starts",
            "rest",
            "rounds",
            "replicas",
            "jvm");

    static Options parse(String[] args) {
        Arguments arguments = Arguments.parse(args, FLAGS, VALUED);
        if (!arguments.words().isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(" ", arguments.words()));
        }
        refuseTogether(arguments, "starts", "rest", "rounds", "prefilled", "expired", "backlog", "replicas");
        refuseTogether(arguments, "rest", "rounds", "expired", "replicas");
        refuseTogether(arguments, "rounds", "expired");
        if (arguments.number("rate", 0) > 0 && arguments.number("seconds", SECONDS) == 0) {
            throw new IllegalArgumentException("--rate and --seconds 0 do not go together; leave one out.");
        }
        String jvm = arguments.value("jvm", "").strip();
        return new Options(
                shape(arguments),
                arguments.number("messages", 20_000),
                arguments.number("rate", 0),
                arguments.number("seconds", SECONDS),
                arguments.number("warmup", 100_000),
                arguments.number("backlog", 0),
                arguments.number("prefilled", 0),
                arguments.number("expired", 0),
                arguments.number("starts", 0),
                arguments.number("rest", 0),
                Math.max(1, arguments.number("rounds", 1)),
                Math.min(Machine.PARTITIONS, Math.max(1, arguments.number("replicas", 1))),
                !arguments.has("only-service"),
                jvm.isEmpty() ? List.of() : List.of(jvm.split(" +")));
    }

    private static void refuseTogether(Arguments arguments, String option, String... others) {
        for (String other : others) {
            if (arguments.number(option, 0) > 0 && arguments.number(other, 0) > 0) {
                throw new IllegalArgumentException(
                        "--" + option + " and --" + other + " do not go together; leave one out.");
            }
        }
    }

    private static Load.Shape shape(Arguments arguments) {
        return new Load.Shape(
                Math.max(1, arguments.number("robots", OF_THE_TABLE.robots())),
                Math.max(1, arguments.number("groups", OF_THE_TABLE.groups())),
                Math.min(20, Math.max(1, arguments.number("items", OF_THE_TABLE.items()))),
                Math.max(3, arguments.number("text", OF_THE_TABLE.text())));
    }

    /** The rates of the timed runs. */
    List<Integer> rates() {
        if (seconds == 0) {
            return List.of();
        }
        return rate > 0 ? List.of(rate) : List.of(100, 500);
    }
}
