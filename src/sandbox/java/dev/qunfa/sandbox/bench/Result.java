package dev.qunfa.sandbox.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param name of the run
 * @param messages how many had their final event
 * @param seconds from the first due request to the last final event
 * @param latencies from the due time to the final event
 * @param used what the parts used meanwhile
 * @param problems what was wrong; empty if nothing was
 */
record Result(String name, int messages, double seconds, Latencies latencies, Usage used, List<String> problems) {

    /**
     * CPU seconds of each part, what the database wrote, and what went over the wire.
     *
     * @param subject the service with all its replicas, or the bare pipeline
     * @param posts that reached the platform
     * @param callbacks that it delivered, repeats included
     * @param peak the subject's peak resident memory in MiB, since its start; of replicas, that of the largest
     */
    record Usage(
            double subject,
            double database,
            double broker,
            double platform,
            double load,
            long walBytes,
            long commits,
            long posts,
            long callbacks,
            long peak) {

        Usage since(Usage start) {
            return new Usage(
                    subject - start.subject,
                    database - start.database,
                    broker - start.broker,
                    platform - start.platform,
                    load - start.load,
                    walBytes - start.walBytes,
                    commits - start.commits,
                    posts - start.posts,
                    callbacks - start.callbacks,
                    peak);
        }
    }

    /** Whether its messages were due one after the other, and for long enough to tell the seconds apart. */
    boolean isAtRate() {
        return latencies.spans().size() > 1;
    }

    double perSecond() {
        return perSecond(messages);
    }

    double perSecond(long count) {
        return count / seconds;
    }

    double perThousand(double cpuSeconds) {
        return messages == 0 ? 0 : cpuSeconds * 1_000 / messages;
    }

    double millis(double percentile) {
        return millis(latencies.all(), percentile);
    }

    /** Of each ten seconds of the run. */
    List<Double> millisBySpan(double percentile) {
        return latencies.spans().stream()
                .map(span -> rounded(millis(span, percentile)))
                .toList();
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** For the line of JSON. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", name);
        values.put("messages", messages);
        values.put("per_second", rounded(perSecond()));
        values.put("posts_per_second", rounded(perSecond(used.posts())));
        values.put("callbacks_per_second", rounded(perSecond(used.callbacks())));
        values.put("p50_ms", rounded(millis(50)));
        values.put("p99_ms", rounded(millis(99)));
        values.put("p999_ms", rounded(millis(99.9)));
        values.put("max_ms", rounded(latencies.all().getMaxValue() / 1_000.0));
        values.put("p50_ms_by_ten_seconds", millisBySpan(50));
        values.put("p99_ms_by_ten_seconds", millisBySpan(99));
        values.put("cpu_per_1000", rounded(perThousand(used.subject())));
        values.put("postgres_cpu_per_1000", rounded(perThousand(used.database())));
        values.put("broker_cpu_per_1000", rounded(perThousand(used.broker())));
        values.put("platform_cpu_per_1000", rounded(perThousand(used.platform())));
        values.put("load_cpu_per_1000", rounded(perThousand(used.load())));
        values.put("wal_bytes_per_message", messages == 0 ? 0 : used.walBytes() / messages);
        values.put("commits_per_message", messages == 0 ? 0 : rounded((double) used.commits() / messages));
        values.put("peak_rss_mib", used.peak());
        values.put("problems", problems);
        return values;
    }

    static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
