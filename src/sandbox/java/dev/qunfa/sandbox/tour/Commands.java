package dev.qunfa.sandbox.tour;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@code ./sandbox} can be told to do. Each returns the process's exit code. One thread. */
public final class Commands {

    private static final long WATCH_SECONDS = 1;

    private final Path home;
    private final Path directory;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** @param home the checkout */
    public Commands(Path home) {
        this.home = home.toAbsolutePath().normalize();
        this.directory = this.home.resolve("target/sandbox");
    }

    /**
     * Starts everything and takes the tour.
     *
     * @param once stop then; else stay up until a part dies or the process is told to end
     */
    public int tour(boolean once) throws IOException, InterruptedException {
        if (Addresses.running(directory) != null) {
            throw new IllegalArgumentException("a sandbox of this checkout is running already");
        }
        Addresses addresses = Addresses.pick();
        Parts parts = new Parts(home, directory, addresses);
        Runtime.getRuntime().addShutdownHook(new Thread(parts::stop, "stop-parts"));
        out.printf("Starting broker, database, simulated platform and service …%n");
        try {
            parts.start();
            out.printf("Ready. Every message type, every outcome (* final):%n%n");
            return takeTour(addresses, parts, once);
        } catch (StartFailure | IOException e) {
            if (!parts.isStopping()) {
                Part dead = parts.dead();
                System.err.println(e.getMessage() + (dead == null ? "" : dead.tail()));
            }
            return 1;
        }
    }

    private int takeTour(Addresses addresses, Parts parts, boolean once) throws IOException, InterruptedException {
        EventTable table = new EventTable(out);
        TourLog log = new TourLog(table);
        TopicReader reader = new TopicReader(addresses.brokerAddress(), Topics.RESULTS, Topics.DEAD_LETTERS);
        Thread following = new Thread(() -> reader.follow(log::add), "results");
        following.setDaemon(true);
        table.head();
        following.start();
        Tour tour = new Tour(addresses, log);
        tour.begin();
        TourPlan plan = TourPlan.startingAt(System.currentTimeMillis() / 1_000);
        List<String> problems = tour.go(plan);
        Summary summary = new Summary(out);
        boolean good = summary.print(new TourChecks(plan, addresses, log).run(), problems);
        log.end();
        if (!once) {
            summary.commands(addresses);
            stayUp(parts);
        }
        reader.stop();
        following.join(TimeUnit.SECONDS.toMillis(5));
        return good && once ? 0 : 1;
    }

    private static void stayUp(Parts parts) throws InterruptedException {
        Part dead = parts.dead();
        while (dead == null) {
            TimeUnit.SECONDS.sleep(WATCH_SECONDS);
            dead = parts.dead();
        }
        if (!parts.isStopping()) {
            System.err.println("a part of the sandbox has ended" + dead.tail());
        }
    }

    /** Produces the requests of a file, or of standard input for {@code -}. */
    public int send(String file) throws IOException, InterruptedException {
        byte[] content = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        List<Topics.Outgoing> records = RequestFile.records(content);
        new Topics(running().brokerAddress()).produce(records);
        out.printf("%d record(s) produced to %s%n", records.size(), Topics.REQUESTS);
        return 0;
    }

    /** Shows the status events so far, and with {@code follow} those that come. */
    public int results(boolean follow) throws IOException {
        EventTable table = new EventTable(out);
        table.head();
        try (TopicReader reader = new TopicReader(running().brokerAddress(), Topics.RESULTS)) {
            if (follow) {
                reader.follow(each -> table.row(StatusEvent.of(each)));
            } else {
                List<StatusEvent> events = new ArrayList<>();
                reader.readToEnd(each -> events.add(StatusEvent.of(each)));
                events.sort(Comparator.comparing(each -> each.text("occurred_at")));
                events.forEach(table::row);
            }
        }
        return 0;
    }

    private Addresses running() throws IOException {
        Addresses found = Addresses.running(directory);
        if (found == null) {
            throw new IllegalArgumentException("no sandbox is running; start one with ./sandbox");
        }
        return found;
    }
}
