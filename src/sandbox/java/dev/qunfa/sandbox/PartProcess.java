package dev.qunfa.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one part as a process of its own: {@code broker}, {@code database} or {@code platform}. It prints
 * {@value #READY} and its address when it is ready, and ends on SIGTERM, SIGINT or, with {@code --child}, when its
 * standard input ends, which is when its parent is gone for whatever reason.
 */
public final class PartProcess {

    /** Starts the line that says that a part is ready. */
    public static final String READY = "READY";

    private static final Set<String> FLAGS = Set.of("child");
    private static final Set<String> VALUED =
            Set.of("port", "listen", "callback-url", "answer-millis", "callback-millis", "apps");

    private PartProcess() {}

    /** Starts the part that the first word names; never returns. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments = Arguments.parse(args, FLAGS, VALUED);
        if (arguments.words().size() != 1) {
            throw new IllegalArgumentException("expected one of: broker, database, platform");
        }
        String address = start(arguments.words().get(0), arguments);
        System.out.println(READY + " " + address);
        System.out.flush();
        if (arguments.has("child")) {
            System.in.transferTo(Discard.stream());
            System.exit(0);
        }
        new CountDownLatch(1).await();
    }

    private static String start(String part, Arguments arguments) throws IOException {
        int port = arguments.number("port", 0);
        return switch (part) {
            case "broker" -> EmbeddedBroker.start(port).bootstrapServers();
            case "database" -> EmbeddedDatabase.start(port).url();
            case "platform" -> SimulatedPlatform.start(platform(arguments)).baseUrl();
            default -> throw new IllegalArgumentException("no such part: " + part);
        };
    }

    private static PlatformOptions platform(Arguments arguments) throws IOException {
        PlatformOptions defaults = PlatformOptions.defaults();
        return defaults.withListen(arguments.value("listen", defaults.listen()))
                .withPort(arguments.number("port", 0))
                .withLatencies(
                        Duration.ofMillis(arguments.number(
                                "answer-millis", (int) defaults.answerLatency().toMillis())),
                        Duration.ofMillis(arguments.number("callback-millis", (int)
                                defaults.callbackLatency().toMillis())))
                .withApps(apps(arguments));
    }

    private static PlatformApp[] apps(Arguments arguments) throws IOException {
        String file = arguments.value("apps", "");
        if (!file.isEmpty()) {
            return Json.read(Files.readAllBytes(Path.of(file)), PlatformApp[].class);
        }
        String url = arguments.value("callback-url", "http://localhost:8080/callbacks/qopen");
        return List.of(PlatformApp.sandbox("default", url)).toArray(PlatformApp[]::new);
    }
}
