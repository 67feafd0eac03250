package dev.qunfa.platform;

import java.time.Duration;

/**
 * What one attempt to send proves; the closed vocabulary of {@link PlatformGateway}.
 *
 * <p>Texts of the platform are cut at 1,000 characters and hold neither U+0000 nor lone surrogates; they are null when
 * the platform gave none. Qunfa's own sentences hold no content and no secret.
 */
public sealed interface Outcome {

    /** Whether this suggests that the platform is in trouble, and not the message, its robot or its app. */
    default boolean saysPlatformIsDown() {
        return false;
    }

    /**
     * Proves that the platform took the message: {@code errcode} 0. Callbacks will tell the rest.
     *
     * @param msgSn the platform's serial number for the message; null if the answer lacked it
     * @param errmsg the platform's text
     * @param hint the id of the request in the platform's log; its support asks for it
     */
    record Accepted(String msgSn, String errmsg, String hint) implements Outcome {}

    /**
     * Proves that the platform read the message and will not send it: an {@code errcode}, or a status that says so.
     * Sending the same again would be refused again.
     *
     * @param errcode null if the refusal is the HTTP status alone
     * @param sentence says why in English
     */
    record Refused(Long errcode, String errmsg, String hint, String sentence) implements Outcome {}

    /**
     * Proves that the message was not processed: no connection came about, or the answer was 429 or 503. Sending it
     * again is safe.
     *
     * @param sentence says why in English
     * @param retryAfter the platform's own wish, never negative; null if it has none
     */
    record NotProcessed(String sentence, Duration retryAfter) implements Outcome {}

    /**
     * Proves that the message was not processed, because the platform accepts no access token of the app: a fixed one,
     * or one that was fetched anew within this attempt or just before it.
     *
     * @param errcode null if the refusal is the HTTP status alone
     */
    record TokenRefused(Long errcode, String errmsg, String hint, String sentence) implements Outcome {}

    /**
     * Proves that the message was not processed, because no access token was to be had. Sending it again is safe.
     *
     * @param sentence says why in English
     */
    record TokenUnavailable(String sentence) implements Outcome {}

    /** Proves that the message was not processed, because its deadline came before a request could be written. */
    record DeadlinePassed() implements Outcome {}

    /**
     * Proves nothing: the request was written, at least in part, and no answer tells what became of it. Sending it again
     * could send it twice.
     *
     * @param sentence says why in English
     */
    record InDoubt(String sentence) implements Outcome {
        @Override
        public boolean saysPlatformIsDown() {
            return true;
        }
    }
}
