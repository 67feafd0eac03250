package dev.qunfa.intake;

/** Lengths as the contract counts them: in Unicode code points, an emoji outside the basic plane being one. */
final class TextLength {
    private TextLength() {}

    static boolean exceeds(String text, int limit) {
        return text.length() > limit && text.codePointCount(0, text.length()) > limit;
    }

    static int of(String text) {
        return text.codePointCount(0, text.length());
    }
}
