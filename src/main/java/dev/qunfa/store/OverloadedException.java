package dev.qunfa.store;

/** The queue in front of the database is full; the caller refuses the work or tries again later. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException(String queue, int bound) {
        super(
                "The store's queue '" + queue + "' already holds " + bound + " entries; try again later.",
                null,
                false,
                false);
    }
}
