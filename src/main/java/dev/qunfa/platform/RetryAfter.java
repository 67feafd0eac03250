package dev.qunfa.platform;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
    /** A wish for more than this is taken as a wish for this. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /** How long to wait from {@code now} on, never negative; null if the header is absent or cannot be read. */
    static Duration read(String header, Instant now) {
        if (header == null) {
            return null;
        }
        String value = header.strip();
        try {
            return SECONDS.matcher(value).matches()
                    ? bounded(Duration.ofSeconds(Long.parseLong(value)))
                    : bounded(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
