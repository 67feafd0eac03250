package dev.qunfa.intake;

/** Strangers choose the names of fields, so they are bounded and made printable before anybody is told about them. */
final class FieldName {
    /** In code points; longer names are cut, and end in an ellipsis. */
    static final int MAX_SHOWN = 64;

    private static final char REPLACEMENT = '\uFFFD';

    private FieldName() {}

    static String shown(String name) {
        String cut = name;
        if (name.length() > MAX_SHOWN && name.codePointCount(0, name.length()) > MAX_SHOWN) {
            cut = name.substring(0, name.offsetByCodePoints(0, MAX_SHOWN)) + "…";
        }
        return cut.chars().anyMatch(Character::isISOControl) ? printable(cut) : cut;
    }

    /** The name as a reference token of a JSON Pointer (RFC 6901, section 3). */
    static String token(String name) {
        return shown(name).replace("~", "~0").replace("/", "~1");
    }

    private static String printable(String name) {
        StringBuilder out = new StringBuilder(name);
        for (int i = 0; i < out.length(); i++) {
            if (Character.isISOControl(out.charAt(i))) {
                out.setCharAt(i, REPLACEMENT);
            }
        }
        return out.toString();
    }
}
