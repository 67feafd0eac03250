package dev.qunfa.results;

/** The producer is of no use any more, or nothing can be sent at all; what the broker did not acknowledge is published anew. */
final class PublishingException extends Exception {
    private static final long serialVersionUID = 1L;

    PublishingException(Throwable failure) {
        super(failure);
    }

    PublishingException(String sentence) {
        super(sentence);
    }

    /** What happened; never without a word. */
    String reason() {
        return getCause() == null ? getMessage() : Reason.of(getCause());
    }
}
