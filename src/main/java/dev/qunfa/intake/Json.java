package dev.qunfa.intake;

import java.util.List;
import java.util.Map;

/**
 * A JSON value exactly as it was produced: key order, number lexemes and the difference between null and absent
 * survive, which a data-binding tree would lose. Immutable by convention: nobody changes the collections after parsing.
 */
sealed interface Json {

    /** How an error sentence names this kind of value, e.g. {@code a string}. */
    String kind();

    /** @param fields in the order they came */
    record Obj(Map<String, Json> fields) implements Json {
        /** The field's value; null when it is absent or JSON null, which count as the same. */
        Json get(String name) {
            Json value = fields.get(name);
            return value == Literal.NULL ? null : value;
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /** @param elements in the order they came */
    record Arr(List<Json> elements) implements Json {
        @Override
        public String kind() {
            return "an array";
        }
    }

    /** @param value unescaped, well-formed UTF-16 */
    record Str(String value) implements Json {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /**
     * A number, kept as its text: nothing is ever expanded, so an exponent of a billion costs nothing.
     *
     * @param lexeme as it came, e.g. {@code 1.0} or {@code 1e9}
     * @param integer neither fraction nor exponent in the text
     */
    record Num(String lexeme, boolean integer) implements Json {
        /** The value of an {@link #integer()}; one beyond ±10^17 comes out cut, but not below ±10^17. */
        long saturated() {
            return lexeme.charAt(0) == '-' ? -digits(lexeme, 1) : digits(lexeme, 0);
        }

        /** The value of the ASCII digits from {@code from} on, with leading zeros or not; cut as {@link #saturated()}. */
        static long digits(String text, int from) {
            long value = 0;
            for (int i = from; i < text.length() && value < 100_000_000_000_000_000L; i++) {
                value = value * 10 + (text.charAt(i) - '0');
            }
            return value;
        }

        @Override
        public String kind() {
            return integer ? "an integer" : "a number with a fraction or an exponent";
        }
    }

    /** The three literal names. */
    enum Literal implements Json {
        TRUE("true", "a boolean"),
        FALSE("false", "a boolean"),
        NULL("null", "null");

        private final String text;
        private final String kind;

        Literal(String text, String kind) {
            this.text = text;
            this.kind = kind;
        }

        String text() {
            return text;
        }

        @Override
        public String kind() {
            return kind;
        }
    }
}
