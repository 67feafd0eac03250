package dev.qunfa.sandbox.faults;

/** A part did not do what it promises, apart from what the checker can see; the message says which and what. */
final class BrokenPromise extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenPromise(String message) {
        super(message);
    }
}
