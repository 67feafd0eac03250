package dev.qunfa.platform;

import io.vertx.core.Future;

/** Where one app's access token comes from. Called and completed on the gateway's event loop only. */
sealed interface TokenSource permits FixedToken, FetchedToken {
    /** The token to send with; fails with {@link TokenUnavailableException} only. */
    Future<Token> token();

    /** Whether there is a token at this moment. For any thread. */
    boolean isThere();

    /**
     * Tells that the platform refused this very token.
     *
     * @return whether it is worth asking for another one
     */
    boolean refused(Token token);
}
