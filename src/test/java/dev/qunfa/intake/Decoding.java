package dev.qunfa.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.SendItems;
import dev.qunfa.SendRequests;
import dev.qunfa.lifecycle.SendRequest;
import dev.qunfa.lifecycle.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Decodes fixtures with a decoder that knows the apps {@code default} and {@code shop}. */
final class Decoding {
    static final RequestDecoder DECODER = new RequestDecoder(Set.of("default", "shop"), UnknownItemFields.REJECT);
    static final RequestDecoder FORWARDING = new RequestDecoder(Set.of("default"), UnknownItemFields.FORWARD);

    private Decoding() {}

    static Decoded decode(String json) {
        return DECODER.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    static SendRequest valid(String json) {
        Decoded decoded = decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        return ((Decoded.Valid) decoded).request();
    }

    static Decoded.Invalid invalid(String json) {
        Decoded decoded = decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Invalid.class);
        return (Decoded.Invalid) decoded;
    }

    static Decoded.Unreadable unreadable(byte[] value) {
        Decoded decoded = DECODER.decode(value);
        assertThat(decoded).isInstanceOf(Decoded.Unreadable.class);
        return (Decoded.Unreadable) decoded;
    }

    static Decoded.Unreadable unreadable(String json) {
        return unreadable(json.getBytes(StandardCharsets.UTF_8));
    }

    /** All violations, each as {@code pointer CODE}; empty for a valid request. */
    static List<String> violations(SendRequests request) {
        return violations(DECODER.decode(request.toBytes()));
    }

    static List<String> violations(Decoded decoded) {
        if (decoded instanceof Decoded.Invalid invalid) {
            return invalid.violations().stream().map(Decoding::brief).toList();
        }
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        return List.of();
    }

    /** The violations of a request of this one item. */
    static List<String> violations(Map<String, Object> item) {
        return violations(SendRequests.of("m-1", item));
    }

    /** The violations of a request of this one item, changed. */
    static List<String> violations(Map<String, Object> item, Consumer<Map<String, Object>> change) {
        change.accept(item);
        return violations(item);
    }

    /** The violations of an item with one field set. */
    static List<String> violations(Map<String, Object> item, String field, Object value) {
        return violations(item, fields -> fields.put(field, value));
    }

    /** The violations of a text with one field set. */
    static List<String> textViolations(String field, Object value) {
        return violations(SendItems.text("hi"), field, value);
    }

    private static String brief(Violation violation) {
        return violation.pointer() + " " + violation.code();
    }
}
