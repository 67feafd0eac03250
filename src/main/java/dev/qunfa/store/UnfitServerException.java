package dev.qunfa.store;

import io.vertx.core.VertxException;

/** The database can be reached and is of no use: too old, or a standby. It counts as an outage, because it may be replaced. */
final class UnfitServerException extends VertxException {
    private static final long serialVersionUID = 1L;

    UnfitServerException(String sentence) {
        super(sentence, true);
    }
}
