package dev.qunfa.results;

/** What a failure says of itself, for the log: many have no message of their own. */
final class Reason {
    private Reason() {}

    /** The name of its class, and its message or that of its first cause that has one. */
    static String of(Throwable failure) {
        Throwable told = failure;
        while (told.getMessage() == null && told.getCause() != null) {
            told = told.getCause();
        }
        String name = failure.getClass().getSimpleName();
        return told.getMessage() == null ? name : name + ": " + told.getMessage();
    }
}
