package dev.qunfa.results;

/** The broker refused an event; the events before it, and maybe some after it, are published. */
final class PublishingException extends Exception {
    private static final long serialVersionUID = 1L;

    PublishingException(Throwable refusal) {
        super(refusal.getMessage(), refusal);
    }
}
