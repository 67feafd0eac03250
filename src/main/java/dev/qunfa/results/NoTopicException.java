package dev.qunfa.results;

/** The results topic is not known to the producer: it does not exist, or no broker answers. What is under way stays so. */
final class NoTopicException extends Exception {
    private static final long serialVersionUID = 1L;

    NoTopicException(Throwable failure) {
        super(Reason.of(failure), failure);
    }
}
