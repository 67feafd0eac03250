package dev.qunfa.status;

/**
 * Refuses bodies that no call can have. They have been read by then, for who is still sending would not see an answer; {@code
 * quarkus.http.limits.max-body-size} is where reading ends.
 */
final class BodyLimit {
    /** In bytes: a look-up of 500 ids of 128 characters, each written as two escapes, and room to spare. */
    private static final int MAX = 1024 * 1024;

    private BodyLimit() {}

    static void check(byte[] body) {
        if (body.length > MAX) {
            throw ProblemException.tooLarge();
        }
    }
}
