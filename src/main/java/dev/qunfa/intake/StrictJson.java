package dev.qunfa.intake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) the way only one reading is possible: UTF-8 and nothing else (no byte order mark, no detection
 * of other encodings), no key twice in an object, no lone surrogate in any string or key, nothing after the value, no
 * nesting beyond {@value #MAX_DEPTH}. Its error sentences name a line and a column, never content, so Jackson's own
 * messages (which quote tokens) go no further than here. Stateless; any thread may call.
 */
final class StrictJson {
    /** An array or object in 64 others is too deep; 64 levels are not. */
    static final int MAX_DEPTH = 64;

    /** Names are neither interned nor shared between requests, so strangers' names leave nothing behind. */
    private static final JsonFactory FACTORY = factory(MAX_DEPTH);

    private static final JsonFactory LENIENT_DEPTH = factory(StreamReadConstraints.DEFAULT_MAX_DEPTH);

    private StrictJson() {}

    static Json parse(byte[] utf8) throws NotJsonException {
        CharBuffer text = decode(utf8);
        try (JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
            if (parser.nextToken() == null) {
                throw new NotJsonException("the value is empty");
            }
            Json root = value(parser);
            if (parser.nextToken() != null) {
                throw malformed("something follows the JSON value", parser.currentTokenLocation());
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw malformed("the JSON is nested deeper than " + MAX_DEPTH + " levels", e.getLocation());
        } catch (JacksonException e) {
            throw malformed("the value is not JSON", e.getLocation());
        } catch (IOException e) {
            throw new NotJsonException("the value is not JSON");
        }
    }

    /** Whether these bytes are one JSON text in UTF-8; what is repeated or lone inside it is not our concern. */
    static boolean isJson(byte[] utf8) {
        try {
            CharBuffer text = decode(utf8);
            return isOneValue(LENIENT_DEPTH.createParser(text.array(), text.arrayOffset(), text.remaining()));
        } catch (IOException | NotJsonException e) {
            return false;
        }
    }

    private static boolean isOneValue(JsonParser parser) throws IOException {
        try (parser) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        }
    }

    private static CharBuffer decode(byte[] utf8) throws NotJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new NotJsonException("the value is not UTF-8");
        }
    }

    private static Json value(JsonParser parser) throws IOException, NotJsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(wellFormed(parser.getText(), parser));
            case VALUE_NUMBER_INT -> new Json.Num(parser.getText(), true);
            case VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText(), false);
            case VALUE_TRUE -> Json.Literal.TRUE;
            case VALUE_FALSE -> Json.Literal.FALSE;
            case VALUE_NULL -> Json.Literal.NULL;
            default -> throw malformed("the value is not JSON", parser.currentTokenLocation());
        };
    }

    private static Json.Obj object(JsonParser parser) throws IOException, NotJsonException {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName(), parser);
            if (fields.containsKey(name)) {
                throw malformed("an object has the same key twice", parser.currentTokenLocation());
            }
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new Json.Obj(fields);
    }

    private static Json.Arr array(JsonParser parser) throws IOException, NotJsonException {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new Json.Arr(elements);
    }

    /** Escapes can spell half a surrogate pair, which no UTF-8 text can hold. */
    private static String wellFormed(String text, JsonParser parser) throws NotJsonException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw malformed("a string holds a lone surrogate", parser.currentTokenLocation());
                }
                i++;
            }
        }
        return text;
    }

    private static NotJsonException malformed(String why, JsonLocation place) {
        return new NotJsonException(
                place == null ? why : why + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")");
    }

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }
}
