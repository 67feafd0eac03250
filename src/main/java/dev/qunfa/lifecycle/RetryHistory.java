package dev.qunfa.lifecycle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message that waits for another attempt has been through. It is told in the sentence of {@link Queued#lastError}, for people, and
 * read from there when another replica, or the same one after a restart, takes the message over.
 *
 * @param answered how often the platform itself answered about this message that it should come again; only that counts as an attempt
 *     towards the most there may be
 * @param giveUpAt until when it is tried while the platform is away; null if it is not, or the message has a deadline
 */
public record RetryHistory(int answered, Instant giveUpAt) {
    public static final RetryHistory NONE = new RetryHistory(0, null);

    private static final Pattern ATTEMPT = Pattern.compile("; attempt (\\d{1,9}) of \\d+,");
    private static final Pattern UNTIL = Pattern.compile("; tried until (\\S+), the next at ");
    private static final Pattern ANSWERED = Pattern.compile("; (\\d{1,9}) of \\d+ attempts were answered\\.");

    /** How a sentence goes on about an attempt that the platform answered. */
    public String ofAnswered(int maxAttempts, Instant next) {
        return "; attempt " + answered + " of " + maxAttempts
                + (next == null ? ", the last." : ", the next at " + next + ".");
    }

    /**
     * How a sentence goes on about an attempt that says nothing of its message.
     *
     * @param limit how long it is tried, where that is not {@link #giveUpAt}
     */
    public String ofUnanswered(String limit, int maxAttempts, Instant next) {
        String until = giveUpAt == null ? limit : giveUpAt.toString();
        return "; tried until " + until + ", the next at " + next
                + (answered == 0 ? "." : "; " + answered + " of " + maxAttempts + " attempts were answered.");
    }

    /** @param error a message's last one; null gives {@link #NONE}, and so does one that tells of no retry */
    public static RetryHistory readFrom(MessageError error) {
        if (error == null) {
            return NONE;
        }
        Matcher attempt = ATTEMPT.matcher(error.message());
        if (attempt.find()) {
            return new RetryHistory(Integer.parseInt(attempt.group(1)), null);
        }
        Matcher answered = ANSWERED.matcher(error.message());
        Matcher until = UNTIL.matcher(error.message());
        return new RetryHistory(
                answered.find() ? Integer.parseInt(answered.group(1)) : 0,
                until.find() ? instant(until.group(1)) : null);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
