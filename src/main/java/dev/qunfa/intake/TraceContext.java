package dev.qunfa.intake;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The W3C trace context that a request's events continue. */
final class TraceContext {
    static final String HEADER = "traceparent";
    private static final int LENGTH = 55;
    private static final Pattern W3C = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceContext() {}

    /** The record's own, or the start of a new trace if it has none that is well formed. */
    static String of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        if (header != null && header.value() != null && header.value().length == LENGTH) {
            String traceparent = new String(header.value(), StandardCharsets.US_ASCII);
            if (W3C.matcher(traceparent).matches()) {
                return traceparent;
            }
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "00-" + hex.toHexDigits(nonZero(random)) + hex.toHexDigits(random.nextLong()) + "-"
                + hex.toHexDigits(nonZero(random)) + "-00";
    }

    private static long nonZero(ThreadLocalRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
