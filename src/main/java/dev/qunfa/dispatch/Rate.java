package dev.qunfa.dispatch;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;

/**
 * How often a robot may send, as in {@code 20/1s}.
 *
 * @param count POSTs
 * @param period in any window of this length
 */
public record Rate(int count, Duration period) {
    public Rate {
        if (count < 1 || period == null || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("a rate is a count and a duration such as 20/1s or 300/1m");
        }
    }

    /**
     * Reads the written form; configuration finds this method by its name.
     *
     * @throws IllegalArgumentException if it is not a count, a slash and a duration
     */
    public static Rate parse(CharSequence text) {
        String[] parts = text.toString().strip().split("/", -1);
        if (parts.length != 2 || !parts[0].matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("a rate is a count and a duration such as 20/1s or 300/1m");
        }
        return new Rate(Integer.parseInt(parts[0]), DurationConverter.parseDuration(parts[1]));
    }

    Duration interval() {
        return period.dividedBy(count);
    }
}
