package dev.qunfa.status;

import com.fasterxml.jackson.databind.JsonNode;

/** Why an operator decided something, in the operator's words. */
final class Reason {
    private static final int MAX = 1_000;

    private Reason() {}

    /**
     * The text, fit to be stored; null if there is none.
     *
     * @throws ProblemException if it is no string, or too long
     */
    static String read(JsonNode reason) {
        if (reason.isMissingNode() || reason.isNull()) {
            return null;
        }
        String text = reason.textValue();
        if (text == null || text.codePointCount(0, text.length()) > MAX) {
            throw ProblemException.badRequest("reason must be a string of at most " + MAX + " characters.");
        }
        return clean(text);
    }

    /** PostgreSQL cannot hold U+0000, UTF-8 no lone surrogates. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
