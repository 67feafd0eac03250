package dev.qunfa.platform;

import io.vertx.core.Future;

/** A long-lived token that the user holds: never fetched, and there is no other one. */
final class FixedToken implements TokenSource {
    private final Future<Token> token;

    FixedToken(String accessToken) {
        this.token = Future.succeededFuture(new Token(accessToken));
    }

    @Override
    public Future<Token> token() {
        return token;
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public boolean refused(Token token) {
        return false;
    }
}
