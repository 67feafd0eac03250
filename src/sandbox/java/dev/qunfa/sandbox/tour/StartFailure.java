package dev.qunfa.sandbox.tour;

/** A part did not start; the message says which, and ends with what it logged last. */
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }
}
