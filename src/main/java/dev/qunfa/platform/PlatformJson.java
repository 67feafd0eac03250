package dev.qunfa.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one reader of all JSON that comes from the platform: answers, token answers, envelopes, events.
 *
 * <p>The gateway is no tidy writer, and proxies stand in between. So raw control characters inside texts, a byte order mark, blank
 * lines, bytes that are not UTF-8, needless backslashes and trailing commas are taken as they come; of
 * two fields with one name the last counts. A number keeps its text as it was written ({@link JsonNode#asText}): it may be an id.
 * Pure; for any thread.
 */
final class PlatformJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            // Strangers choose the names.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    /** What is written the same way whatever holds it. */
    private static final Pattern PLAIN = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String source;
    private final JsonParser parser;

    private PlatformJson(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** Reads a document whose parser stands at the beginning of its object. */
    private interface Reading<T> {
        Optional<T> of(PlatformJson document) throws IOException;
    }

    /** A number that knows how it was written. */
    private static final class WrittenNumber extends DecimalNode {
        private static final long serialVersionUID = 1L;

        private final String text;

        WrittenNumber(String text) {
            super(new BigDecimal(text));
            this.text = text;
        }

        @Override
        public String asText() {
            return text;
        }
    }

    /** The text of the bytes, without what is no UTF-8 and what stands around the JSON. */
    static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int start = 0;
        while (start < text.length() && (text.charAt(start) <= ' ' || text.charAt(start) == '\uFEFF')) {
            start++;
        }
        return text.substring(start);
    }

    /** The object that the bytes begin with, whatever follows; empty if they begin with none, or it is broken. */
    static Optional<ObjectNode> beginning(byte[] bytes) {
        return read(bytes, document -> Optional.of(document.object()));
    }

    /** The one object that the bytes hold; empty if there is another thing, or it is broken. */
    static Optional<ObjectNode> object(byte[] bytes) {
        return read(bytes, document -> Optional.of(document.object()).filter(object -> document.isAtEnd()));
    }

    /**
     * The texts of some fields of the one object that the bytes hold, a number's included; what is null is not there. The other
     * fields are passed over, whatever they hold.
     *
     * @return empty if there is no whole object, or one of the fields is neither text nor number nor null
     */
    static Optional<Map<String, String>> texts(byte[] bytes, Set<String> names) {
        return read(bytes, document -> document.texts(names));
    }

    private static <T> Optional<T> read(byte[] bytes, Reading<T> reading) {
        String source = text(bytes);
        try (JsonParser parser = JSON.createParser(source)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    ? reading.of(new PlatformJson(source, parser))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The rest is blank. */
    private boolean isAtEnd() {
        return source.substring((int) parser.currentLocation().getCharOffset())
                .chars()
                .allMatch(c -> c <= ' ');
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> NullNode.getInstance();
        };
    }

    private JsonNode number() {
        String written = written();
        if (PLAIN.matcher(written).matches()) {
            return NODES.numberNode(Integer.parseInt(written));
        }
        try {
            return new WrittenNumber(written);
        } catch (NumberFormatException e) {
            // An exponent beyond all measure: as a text it is still what was written.
            return TextNode.valueOf(written);
        }
    }

    /** The parser's own text lacks leading zeros. */
    private String written() {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        int end = start;
        while (end < source.length() && "+-.0123456789eE".indexOf(source.charAt(end)) >= 0) {
            end++;
        }
        return source.substring(start, end);
    }

    private Optional<Map<String, String>> texts(Set<String> names) throws IOException {
        Map<String, String> found = new HashMap<>();
        boolean good = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!names.contains(name)) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_NULL) {
                found.remove(name);
            } else if (value == JsonToken.VALUE_STRING) {
                found.put(name, parser.getText());
            } else if (value.isNumeric()) {
                found.put(name, written());
            } else {
                parser.skipChildren();
                good = false;
            }
        }
        return good && isAtEnd() ? Optional.of(found) : Optional.empty();
    }
}
