package dev.qunfa.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of the platform's error codes, written as codes and inclusive ranges: {@code 40001,41000-41099,-1}. */
public record ErrcodeRanges(List<Range> ranges) {
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})(?:\\s*-\\s*(-?\\d{1,18}))?");

    public ErrcodeRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads the written form; configuration finds this method by its name.
     *
     * @throws IllegalArgumentException if the text is not a list of codes and ranges
     */
    public static ErrcodeRanges parse(CharSequence text) {
        var ranges = new ArrayList<Range>();
        for (String part : text.toString().split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException("not a list of codes and ranges such as 40001,41000-41099");
            }
            long first = Long.parseLong(range.group(1));
            ranges.add(new Range(first, range.group(2) == null ? first : Long.parseLong(range.group(2))));
        }
        return new ErrcodeRanges(ranges);
    }

    public boolean contains(long errcode) {
        return ranges.stream().anyMatch(range -> range.first <= errcode && errcode <= range.last);
    }

    /** From {@code first} to {@code last}, both included. */
    public record Range(long first, long last) {
        public Range {
            if (last < first) {
                throw new IllegalArgumentException("a range of error codes ends before it starts");
            }
        }
    }
}
