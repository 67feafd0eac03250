package dev.qunfa.sandbox;

import dev.qunfa.sandbox.tour.Commands;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * The {@code ./sandbox} command. Without words it starts everything, takes the tour and stays up; see {@code ./sandbox --help}.
 * Exit codes: 0 when all holds, 1 when something does not, 2 for a command line that makes no sense.
 */
public final class Sandbox {

    private static final String USAGE =
            """
            ./sandbox                   start broker, database, simulated platform and service, take the tour, stay up
            ./sandbox --once            the same, but stop after the tour; exit code 0 only if every outcome is right
            ./sandbox send FILE|-       produce the requests in a file (JSON objects) to the running sandbox
            ./sandbox results [--follow]  show the status events of the running sandbox
            ./sandbox platform [--port N] [--listen ADDRESS] [--callback-url URL] [--answer-millis N] [--callback-millis N]
                               [--apps FILE]
                                        only the simulated platform, for tests of your own (docs/sandbox.md)
            """;

    private Sandbox() {}

    /** Runs one command; the system property {@code qunfa.sandbox.home} is the checkout. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("platform")) {
            PartProcess.main(args);
            return;
        }
        Commands commands = new Commands(Path.of(System.getProperty("qunfa.sandbox.home", ".")));
        int code;
        try {
            code = run(commands, Arguments.parse(args, Set.of("once", "follow", "help"), Set.of()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            code = 2;
        }
        System.exit(code);
    }

    private static int run(Commands commands, Arguments arguments) throws Exception {
        if (arguments.has("help")) {
            System.out.println(USAGE);
            return 0;
        }
        if (arguments.words().isEmpty()) {
            return commands.tour(arguments.has("once"));
        }
        String[] words = arguments.words().toArray(String[]::new);
        if (words[0].equals("send") && words.length == 2) {
            return commands.send(words[1]);
        }
        if (words[0].equals("results") && words.length == 1) {
            return commands.results(arguments.has("follow"));
        }
        throw new IllegalArgumentException("no such command: " + String.join(" ", Arrays.asList(words)));
    }
}
