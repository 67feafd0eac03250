package dev.qunfa.platform;

import java.time.Duration;

/**
 * What one attempt to send proves; the closed vocabulary of {@link PlatformGateway}.
 *
 * <p>Texts of the platform are cut at 1,000 characters and hold neither U+0000 nor lone surrogates; they are null when
 * the platform gave none. Qunfa's own sentences hold no content and no secret.
 */
public sealed interface Outcome {

    /**
     * Proves that the platform took the message: {@code errcode} 0. Callbacks will tell the rest.
     *
     * @param msgSn the platform's serial number for the message; null if the answer lacked it
     * @param errmsg the platform's text
     * @param hint the id of the request in the platform's log; its support asks for it
     */
    record Accepted(String msgSn, String errmsg, String hint) implements Outcome {}

    /**
     * Proves that the platform read the message and will not send it: its frame with an {@code errcode} that means nothing else.
     * Sending the same again would be refused again.
     *
     * @param errcode never 0
     * @param sentence says why in English
     */
    record Refused(Long errcode, String errmsg, String hint, String sentence) implements Outcome {}

    /**
     * Proves that the message was not processed: no connection came about, the answer was 429 or a status that the configuration
     * lists (503), something in front of the platform answered, or the platform said what the configuration lists as a retry.
     * Sending it again is safe.
     *
     * @param errcode null if there was no answer, or its body held none
     * @param sentence says why in English
     * @param retryAfter the platform's own wish, never negative; null if it has none
     */
    record NotProcessed(Long errcode, String errmsg, String hint, String sentence, Duration retryAfter, Extent extent)
            implements Outcome {
        /** The service itself did not send, so this says nothing of the platform. */
        public NotProcessed(String sentence, Duration retryAfter) {
            this(null, null, null, sentence, retryAfter, Extent.NOTHING);
        }

        /** No connection came about, so the platform said nothing. */
        public static NotProcessed unreached(String sentence) {
            return new NotProcessed(null, null, null, sentence, null, Extent.PLATFORM);
        }
    }

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
     * Proves nothing: the request was written, at least in part, and no answer tells what became of it, or one that the
     * configuration lists as doubt. Sending it again could send it twice.
     *
     * @param errcode null if there was no answer, or its body held none
     * @param sentence says why in English
     */
    record InDoubt(Long errcode, String errmsg, String hint, String sentence, Extent extent) implements Outcome {
        /** No answer came, so the platform said nothing. */
        public InDoubt(String sentence) {
            this(null, null, null, sentence, Extent.PLATFORM);
        }
    }

    /** Its sentence, where it has one. */
    default String sentenceOr(String other) {
        if (this instanceof NotProcessed none) {
            return none.sentence();
        }
        return this instanceof InDoubt doubt ? doubt.sentence() : other;
    }

    /** Whether the platform itself answered about this very message that it should come again. */
    default boolean asksToComeAgain() {
        return this instanceof NotProcessed none && none.extent() == Extent.THIS_ATTEMPT;
    }

    /** How far the trouble behind an outcome seems to reach. */
    enum Extent {
        /** It has nothing to do with the platform. */
        NOTHING,
        /** Other messages may well fare better. */
        THIS_ATTEMPT,
        /** Whatever is sent now is likely to meet the same. */
        PLATFORM
    }

    /** Whether the attempt ended before it could tell anything of the platform. */
    default boolean saysNothing() {
        return this instanceof TokenUnavailable
                || this instanceof DeadlinePassed
                || this instanceof NotProcessed none && none.extent() == Extent.NOTHING;
    }

    /**
     * Whether this outcome suggests that the platform is in trouble, and not this message: it could not be reached, did
     * not answer, or answered as a broken server does. Its wish for a slower pace (429), its refusals, and error codes that
     * the configuration gives a meaning are answers of a platform that works.
     */
    default boolean saysPlatformIsDown() {
        return this instanceof NotProcessed none && none.extent() == Extent.PLATFORM
                || this instanceof InDoubt doubt && doubt.extent() == Extent.PLATFORM;
    }
}
