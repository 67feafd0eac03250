package dev.qunfa.platform;

/** Text that comes from the platform, made fit to be stored and shown. */
public final class PlatformText {
    /** Longer texts are cut here, counted in code points. */
    public static final int MAX_LENGTH = 1_000;

    private PlatformText() {}

    /**
     * The text without U+0000 (PostgreSQL cannot hold it) and lone surrogates (UTF-8 cannot), cut at
     * {@value #MAX_LENGTH} characters.
     *
     * @param text null gives null
     */
    public static String clean(String text) {
        if (text == null || isClean(text)) {
            return text;
        }
        return text.codePoints()
                .filter(PlatformText::isStorable)
                .limit(MAX_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isClean(String text) {
        return text.length() <= MAX_LENGTH && text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
    }
}
