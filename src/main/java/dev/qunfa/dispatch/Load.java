package dev.qunfa.dispatch;

/**
 * How full dispatch is.
 *
 * @param waiting messages in lanes
 * @param ready how many could start at once if the wire had places for them, as far as their robots are concerned
 * @param waitingBytes bytes of the bodies that are held of them
 * @param openCircuits apps whose circuit is not closed
 * @param refusedTokens apps whose access token the platform does not accept
 */
record Load(int waiting, int ready, long waitingBytes, int openCircuits, int refusedTokens) {
    static final Load NONE = new Load(0, 0, 0, 0, 0);
}
