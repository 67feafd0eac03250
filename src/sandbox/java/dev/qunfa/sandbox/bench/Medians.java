package dev.qunfa.sandbox.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What several rounds have in common. */
final class Medians {

    /** Before the name of a run of the bare pipeline. */
    static final String BARE = "bare ";

    private Medians() {}

    /**
     * What is in the middle of the runs of one name, of each number by itself.
     *
     * @param run the name
     * @param ofBare messages a second as a share of the bare pipeline's, the middle of the rounds' shares; NaN if there is
     *     no such run, and at a rate, at which both carry what they are given
     * @param cpu of the service, seconds a thousand messages
     * @param peak resident memory in MiB
     */
    record Median(String run, double perSecond, double ofBare, double p50, double p99, double cpu, double peak) {
        /** For the line of JSON. */
        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("run", run);
            values.put("per_second", Result.rounded(perSecond));
            if (!Double.isNaN(ofBare)) {
                values.put("of_bare", Result.rounded(ofBare));
            }
            values.put("p50_ms", Result.rounded(p50));
            values.put("p99_ms", Result.rounded(p99));
            values.put("cpu_per_1000", Result.rounded(cpu));
            values.put("peak_rss_mib", Result.rounded(peak));
            return values;
        }
    }

    /** In the order in which the runs first came. */
    static List<Median> of(List<Result> results) {
        Map<String, List<Result>> runs =
                results.stream().collect(Collectors.groupingBy(Result::name, LinkedHashMap::new, Collectors.toList()));
        return runs.entrySet().stream()
                .map(each -> median(each.getKey(), each.getValue(), runs.getOrDefault(BARE + each.getKey(), List.of())))
                .toList();
    }

    private static Median median(String name, List<Result> runs, List<Result> bare) {
        boolean isAtRate = runs.stream().anyMatch(Result::isAtRate);
        double[] shares = new double[isAtRate ? 0 : Math.min(runs.size(), bare.size())];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = runs.get(i).perSecond() / bare.get(i).perSecond();
        }
        return new Median(
                name,
                middle(runs, Result::perSecond),
                middle(shares),
                middle(runs, run -> run.millis(50)),
                middle(runs, run -> run.millis(99)),
                middle(runs, run -> run.perThousand(run.used().subject())),
                middle(runs, run -> run.used().peak()));
    }

    static <T> double middle(List<T> all, ToDoubleFunction<T> number) {
        return middle(all.stream().mapToDouble(number).toArray());
    }

    /** NaN of nothing. */
    private static double middle(double[] numbers) {
        if (numbers.length == 0) {
            return Double.NaN;
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
