package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints results: a row a run as it ends, the whole as one line of JSON. One thread. */
final class Table {

    private static final String ROW = "%-18s %8s %8s %8s %7s %7s %8s %8s %8s %8s %8s %7s %8s %6s  %s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(
                ROW,
                "run",
                "msg/s",
                "POSTs",
                "callback",
                "p50 ms",
                "p99 ms",
                "cpu",
                "postgres",
                "broker",
                "platform",
                "load",
                "WAL B",
                "commits",
                "RSS",
                "correct");
        out.printf(
                ROW, "", "", "/s", "/s", "", "", "s/1000", "s/1000", "s/1000", "s/1000", "s/1000", "/msg", "/msg",
                "MiB", "");
    }

    void row(Result result) {
        Result.Usage used = result.used();
        out.printf(
                Locale.ROOT,
                ROW,
                result.name(),
                number(result.perSecond(), 0),
                number(result.perSecond(used.posts()), 0),
                number(result.perSecond(used.callbacks()), 0),
                number(result.millis(50), 1),
                number(result.millis(99), 1),
                number(result.perThousand(used.subject()), 3),
                number(result.perThousand(used.database()), 3),
                number(result.perThousand(used.broker()), 3),
                number(result.perThousand(used.platform()), 3),
                number(result.perThousand(used.load()), 3),
                result.messages() == 0 ? "-" : Long.toString(used.walBytes() / result.messages()),
                result.messages() == 0 ? "-" : number((double) used.commits() / result.messages(), 3),
                Long.toString(used.peak()),
                result.problems().isEmpty() ? "yes" : "NO: " + String.join("; ", result.problems()));
        out.flush();
    }

    /** The compiler has much to do when the load changes; so the seconds are told apart. */
    void spans(Result result) {
        out.printf(
                "  each ten seconds: p50 %s, p99 %s ms%n",
                numbers(result.millisBySpan(50)), numbers(result.millisBySpan(99)));
        out.flush();
    }

    void row(Limit limit) {
        out.printf(
                Locale.ROOT,
                "limit: %-28s %8s messages/s, %s CPU-s per 1,000%n",
                limit.name(),
                number(limit.perSecond(), 0),
                number(limit.cpu(), 3));
    }

    void row(Questions.Answered answered) {
        out.printf(
                Locale.ROOT,
                "api: %-44s p50 %s ms, p99 %s ms%n",
                answered.question(),
                number(answered.millis(50), 1),
                number(answered.millis(99), 1));
    }

    void row(Medians.Median median) {
        out.printf(
                Locale.ROOT,
                "median, %-18s %8s messages/s%s, p50 %s ms, p99 %s ms, %s CPU-s per 1,000, %s MiB%n",
                median.run() + ":",
                number(median.perSecond(), 0),
                Double.isNaN(median.ofBare()) ? "" : ", " + number(median.ofBare(), 2) + " of bare",
                number(median.p50(), 1),
                number(median.p99(), 1),
                number(median.cpu(), 3),
                number(median.peak(), 0));
    }

    void row(Starts.Started started) {
        out.printf(
                Locale.ROOT,
                "start, %-24s ready after %s s, %s s of CPU; first POST %s s later%n",
                started.name() + ":",
                number(started.ready(), 2),
                number(started.cpu(), 2),
                number(started.post(), 2));
        out.flush();
    }

    void row(Rest.Minute minute) {
        String threads = minute.threads().entrySet().stream()
                .map(each -> each.getKey() + " " + number(each.getValue(), 2))
                .collect(Collectors.joining(", "));
        out.printf("rest, %s: %s%% of a core (%s)%n", minute.name(), number(minute.percent(), 2), threads);
        out.flush();
    }

    void json(List<Result> results, Map<String, Object> more) {
        Map<String, Object> whole = new LinkedHashMap<>(more);
        whole.put("runs", results.stream().map(Result::values).toList());
        out.println(Json.text(whole));
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(value -> number(value, 0)).collect(Collectors.joining(" "));
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
