package dev.qunfa.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON without white space: strings escaped no more than RFC 8259 demands (non-ASCII as it is), numbers by their
 * lexeme. Each call has its own buffer; any thread may call.
 */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final boolean sorted;

    private JsonText(int expectedLength, boolean sorted) {
        this.out = new StringBuilder(expectedLength);
        this.sorted = sorted;
    }

    /** Keys in the order they came. */
    static String compact(Json value, int expectedLength) {
        return new JsonText(expectedLength, false).append(value).toString();
    }

    /** Keys sorted by UTF-16 code unit, as in RFC 8785; numbers keep their lexeme, unlike there. */
    static byte[] canonical(Json value, int expectedLength) {
        return utf8(new JsonText(expectedLength, true).append(value).toString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder append(Json value) {
        if (value instanceof Json.Str string) {
            return string(string.value());
        } else if (value instanceof Json.Num number) {
            return out.append(number.lexeme());
        } else if (value instanceof Json.Obj object) {
            return object(object.fields());
        } else if (value instanceof Json.Arr array) {
            return array(array.elements());
        }
        return out.append(((Json.Literal) value).text());
    }

    private StringBuilder object(Map<String, Json> fields) {
        out.append('{');
        if (sorted && fields.size() > 1) {
            String[] names = fields.keySet().toArray(String[]::new);
            Arrays.sort(names);
            for (String name : names) {
                member(name, fields.get(name));
            }
        } else {
            fields.forEach(this::member);
        }
        return out.append('}');
    }

    private void member(String name, Json value) {
        separate('{');
        string(name);
        out.append(':');
        append(value);
    }

    private StringBuilder array(List<Json> elements) {
        out.append('[');
        for (Json element : elements) {
            separate('[');
            append(element);
        }
        return out.append(']');
    }

    private void separate(char opening) {
        if (out.charAt(out.length() - 1) != opening) {
            out.append(',');
        }
    }

    private StringBuilder string(String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, written, i);
                escape(c);
                written = i + 1;
            }
        }
        return out.append(text, written, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
