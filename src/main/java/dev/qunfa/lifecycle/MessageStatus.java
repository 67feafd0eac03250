package dev.qunfa.lifecycle;

/** The public statuses of a message; names are public and are stored. */
public enum MessageStatus {
    QUEUED(false),
    SENDING(false),
    IN_DOUBT(false),
    ACCEPTED(false),
    SENT(true),
    PARTIALLY_SENT(true),
    FAILED(true),
    EXPIRED(true),
    REJECTED(true),
    CANCELLED(true),
    /** Final, but a late callback or an operator still corrects it. */
    UNCONFIRMED(true);

    private final boolean isFinal;

    MessageStatus(boolean isFinal) {
        this.isFinal = isFinal;
    }

    public boolean isFinal() {
        return isFinal;
    }
}
