package dev.qunfa.platform;

/** An access token; its text is shown nowhere. Compared by identity: two fetches give two tokens. */
final class Token {
    private final String value;

    Token(String value) {
        this.value = value;
    }

    /** For the {@code Token} header only. */
    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "Token[***]";
    }
}
