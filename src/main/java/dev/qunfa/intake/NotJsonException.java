package dev.qunfa.intake;

/** The bytes are not JSON as strictly as we want it. The message is our own sentence and quotes no content. */
final class NotJsonException extends Exception {
    NotJsonException(String why) {
        super(why, null, false, false);
    }
}
