package dev.qunfa.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Asks the status API one question after the other about the messages of a load that is over. One thread. */
final class Questions {

    private static final int WARM_UP = 200;
    private static final int ASKED = 500;
    private static final long BETWEEN_MICROS = 20_000;
    private static final int LOOKED_UP = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MESSAGES = "/api/v1/messages";

    private final String base;
    private final Load load;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param load whose messages are in the database */
    Questions(String base, Load load) {
        this.base = base;
        this.load = load;
    }

    /** How long the answers took. */
    record Answered(String question, Histogram micros) {
        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }

        Map<String, Object> values() {
            return Map.of("question", question, "p50_ms", millis(50), "p99_ms", millis(99));
        }
    }

    private record Question(String name, IntFunction<HttpRequest> request) {}

    private List<Question> questions() {
        return List.of(
                new Question("a message", n -> get("/" + load.msgIdOf(n))),
                new Question("its events", n -> get("/" + load.msgIdOf(n) + "/events")),
                new Question("lookup of " + LOOKED_UP, this::lookup),
                new Question("the newest 50", n -> get("?limit=50")),
                new Question("the newest 50 of a robot", n -> get("?limit=50&robot_id=" + load.robotOf(n))),
                new Question("the newest 50 that failed", n -> get("?limit=50&status=FAILED&status=EXPIRED")));
    }

    /** Each question many times, after a warm-up. */
    List<Answered> ask() throws InterruptedException {
        List<Answered> answered = new ArrayList<>();
        for (Question question : questions()) {
            Answered answers = answered(question.name());
            for (int i = 0; i < WARM_UP + ASKED; i++) {
                long micros = ask(question, i);
                if (i >= WARM_UP) {
                    answers.micros().recordValue(micros);
                }
            }
            answered.add(answers);
        }
        return answered;
    }

    /**
     * The questions in turns, one every 20 ms at most, until told otherwise.
     *
     * @param beside what else happens meanwhile
     */
    List<Answered> askWhile(BooleanSupplier going, String beside) throws InterruptedException {
        List<Question> questions = questions();
        List<Answered> answered = questions.stream()
                .map(question -> answered(question.name() + ", beside " + beside))
                .toList();
        for (int i = 0; going.getAsBoolean(); i++) {
            int turn = i % questions.size();
            long micros = ask(questions.get(turn), i);
            answered.get(turn).micros().recordValue(micros);
            TimeUnit.MICROSECONDS.sleep(Math.max(0, BETWEEN_MICROS - micros));
        }
        return answered;
    }

    private static Answered answered(String name) {
        return new Answered(name, new Histogram(PATIENCE.toNanos() / 1_000, 3));
    }

    private long ask(Question question, int number) throws InterruptedException {
        long start = System.nanoTime();
        answer(question.request().apply(number % load.messages()));
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    }

    private void answer(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " was answered by " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest get(String rest) {
        return HttpRequest.newBuilder(URI.create(base + MESSAGES + rest))
                .timeout(PATIENCE)
                .build();
    }

    private HttpRequest lookup(int first) {
        String ids = IntStream.range(first, first + LOOKED_UP)
                .mapToObj(n -> "\"" + load.msgIdOf(n) + "\"")
                .collect(Collectors.joining(","));
        return HttpRequest.newBuilder(URI.create(base + MESSAGES + "/lookup"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"msg_ids\":[" + ids + "]}"))
                .build();
    }
}
