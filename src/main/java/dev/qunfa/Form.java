package dev.qunfa;

import dev.qunfa.dispatch.Rate;
import dev.qunfa.dispatch.RobotRates;
import dev.qunfa.platform.ErrcodeRanges;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a setting's value must look like.
 *
 * @param description completes "set it to …" and "it must be …"
 */
record Form(String description, Predicate<String> accepts) {
    private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@,\\[\\]]+)";
    /** From 1 to 65535. */
    private static final String PORT =
            "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    static final Form BROKERS = matching(
            "host:port of the brokers, separated by commas",
            "\\s*(\\w+://)?" + HOST + ":" + PORT + "(\\s*,\\s*(\\w+://)?" + HOST + ":" + PORT + ")*\\s*");
    static final Form DATABASE = matching(
            "postgresql://host:port/database",
            "(vertx-reactive:)?postgres(ql)?://" + HOST + "(:" + PORT + ")?/[^\\s/?#]+(\\?\\S*)?");
    static final Form BASE_URL =
            new Form("an http or https URL such as https://api.example.com", readable(Form::readBaseUrl));
    static final Form TOPIC = matching(
            "a topic name of up to 249 letters, digits, dots, dashes and underscores",
            "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    static final Form MEMBER =
            matching("a name of up to 249 letters, digits, dots, dashes and underscores", "[A-Za-z0-9._-]{1,249}");
    static final Form ROBOT_RATE = new Form("a count and a duration such as 20/1s or 300/1m", readable(Rate::parse));
    static final Form ROBOT_RATES =
            new Form("rates of single robots such as r-1=20/1s,r-2=300/1m", readable(RobotRates::parse));
    static final Form ERRCODES =
            new Form("a list of codes and ranges such as 40001,41000-41099", readable(ErrcodeRanges::parse));
    static final Form STATUSES =
            new Form("a list of HTTP statuses from 500 to 599 such as 503,502", readable(Form::readStatuses));
    static final Form REGEX = new Form("a regular expression", readable(Pattern::compile));
    /** As SmallRye reads a boolean, except that it takes anything else for false. */
    static final Form SWITCH = matching("true or false", "(?i)true|false|yes|no|on|off|y|n|1|0");

    private static void readStatuses(String text) {
        require(ErrcodeRanges.parse(text).ranges().stream()
                .allMatch(range -> range.first() >= 500 && range.last() <= 599));
    }

    static Form text(String description) {
        return new Form(description, text -> !text.isBlank());
    }

    static Form oneOf(String one, String other) {
        return new Form(one + " or " + other, text -> text.equals(one) || text.equals(other));
    }

    /** A whole number within bounds, both included. */
    static Form count(int min, int max) {
        return new Form("a whole number from " + min + " to " + max, readable(text -> {
            int count = Integer.parseInt(text);
            require(min <= count && count <= max);
        }));
    }

    /** {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 30d}, seconds without a unit, or ISO 8601. */
    static Form duration(Duration min, Duration max) {
        String description = "a duration such as 500ms, 10s, 5m, 1h or 30d, from " + shown(min) + " to " + shown(max);
        return new Form(description, readable(text -> {
            Duration duration = DurationConverter.parseDuration(text);
            require(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
        }));
    }

    private static String shown(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h";
        }
        return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static Form matching(String description, String regex) {
        return new Form(description, Pattern.compile(regex).asMatchPredicate());
    }

    private static Predicate<String> readable(Consumer<String> reader) {
        return text -> {
            try {
                reader.accept(text);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        };
    }

    private static void readBaseUrl(String text) {
        URI url = URI.create(text);
        require("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
        require(url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535);
        require(url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not of this form");
        }
    }
}
