package dev.qunfa.platform;

/** No access token is to be had now; the message is a sentence without any secret. */
final class TokenUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String sentence) {
        super(sentence, null, false, false);
    }
}
