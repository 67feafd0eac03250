package dev.qunfa.platform;

/** An app is incomplete or contradicts another; the message is one sentence that names the variable to set. */
public final class MisconfiguredApps extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MisconfiguredApps(String sentence) {
        super(sentence);
    }
}
