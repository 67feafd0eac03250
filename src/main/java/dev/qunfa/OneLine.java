package dev.qunfa;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Keeps what this service logs on one line: a line feed, a line separator (U+2028) or a mark that turns text round, in an id that
 * came from outside, would look like a line of the log's own. They are shown as {@code \\u2028}. Changes the message, never the verdict.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {
    private static final String OWN = "dev.qunfa";

    /** Control characters, separators of lines and paragraphs, directions. */
    private static final Pattern MISLEADING =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord own
                && own.getLoggerName() != null
                && own.getLoggerName().startsWith(OWN)) {
            String message = own.getFormattedMessage();
            if (message != null && MISLEADING.matcher(message).find()) {
                own.setMessage(escaped(message), ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        return true;
    }

    static String escaped(String text) {
        return MISLEADING.matcher(text).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }
}
