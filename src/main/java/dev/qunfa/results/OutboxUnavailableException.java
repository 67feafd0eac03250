package dev.qunfa.results;

/** A question to the outbox failed or took too long; nothing is known to have changed. */
final class OutboxUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutboxUnavailableException(Throwable failure) {
        super(Reason.of(failure), failure);
    }
}
