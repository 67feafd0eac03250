package dev.qunfa.store;

import io.vertx.core.VertxException;

/**
 * No connection to the database came about, or only one to a server that is of no use: too old, or a standby. Whatever the reason,
 * it counts as an outage: the server may be replaced, and its configuration mended.
 */
final class NoConnectionException extends VertxException {
    private static final long serialVersionUID = 1L;

    NoConnectionException(String sentence) {
        super(sentence, true);
    }
}
