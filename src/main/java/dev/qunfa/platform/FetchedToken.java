package dev.qunfa.platform;

import dev.qunfa.platform.TokenEndpoint.Grant;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A token that is fetched when it is first needed, cached, and fetched again shortly before it ends.
 *
 * <p>There is at most one fetch at a time, whatever the number of senders; while a token is still good, nobody waits for
 * its renewal. A fetch that failed is not repeated for the retry delay: senders are told at once. A token that replaced
 * a refused one, and is refused within the retry delay itself, stays for the rest of it, so that a platform that refuses
 * everything is not asked for a new token by each message.
 */
final class FetchedToken implements TokenSource {
    private static final Logger LOG = Logger.getLogger(FetchedToken.class);
    /** Renewed when no more than this part of its life is left. */
    private static final int REFRESH_SHARE = 10;

    private final String app;
    private final Supplier<Future<Grant>> endpoint;
    private final PlatformConfig.Renewal config;
    private final Clock clock;

    private volatile Lease lease = Lease.NONE;
    private Failure failure = Failure.NONE;
    /** The one fetch under way; null if there is none. */
    private Future<Token> fetch;
    /** The next token that arrives replaces a refused one. */
    private boolean replacing;

    /**
     * @param endpoint fetches on each call; fails with {@link TokenUnavailableException} only
     * @param clock measures intervals, so one that is never set: see {@link SteadyClock}
     */
    FetchedToken(String app, Supplier<Future<Grant>> endpoint, PlatformConfig.Renewal config, Clock clock) {
        this.app = app;
        this.endpoint = endpoint;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A token and its times.
     *
     * @param settledAt before this a refusal does not lead to another fetch
     */
    private record Lease(Token token, Instant settledAt, Instant refreshAt, Instant endsAt) {
        static final Lease NONE = new Lease(null, Instant.MIN, Instant.MIN, Instant.MIN);
    }

    /** A fetch that failed. */
    private record Failure(Throwable cause, Instant retryAt) {
        static final Failure NONE = new Failure(null, Instant.MIN);
    }

    @Override
    public Future<Token> token() {
        Instant now = clock.instant();
        if (now.isBefore(lease.refreshAt)) {
            return Future.succeededFuture(lease.token);
        }
        if (now.isBefore(lease.endsAt)) {
            Token stillGood = lease.token;
            fetchOnce(now);
            return Future.succeededFuture(stillGood);
        }
        return fetchOnce(now);
    }

    @Override
    public boolean isThere() {
        return clock.instant().isBefore(lease.endsAt);
    }

    @Override
    public boolean refused(Token token) {
        if (token != lease.token) {
            return true;
        }
        if (clock.instant().isBefore(lease.settledAt)) {
            return false;
        }
        lease = Lease.NONE;
        replacing = true;
        return true;
    }

    private Future<Token> fetchOnce(Instant now) {
        if (fetch != null) {
            return fetch;
        }
        if (now.isBefore(failure.retryAt)) {
            return Future.failedFuture(failure.cause);
        }
        Promise<Token> token = Promise.promise();
        fetch = token.future();
        asked().onComplete(grant -> fetched(grant, now, token));
        return token.future();
    }

    /** What is thrown must not leave a fetch under way that never ends: there would be no token any more. */
    private Future<Grant> asked() {
        return Future.succeededFuture().compose(begun -> endpoint.get());
    }

    /** @param askedAt the token's life is counted from here: no later than where the platform starts to count */
    private void fetched(AsyncResult<Grant> grant, Instant askedAt, Promise<Token> token) {
        fetch = null;
        if (grant.succeeded()) {
            lease = lease(grant.result(), askedAt);
            failure = Failure.NONE;
            LOG.infof(
                    "App %s has a new access token for %d s",
                    app, grant.result().life().toSeconds());
            token.complete(lease.token);
        } else {
            TokenUnavailableException cause = known(grant.cause());
            failure = new Failure(cause, clock.instant().plus(config.retryDelay()));
            LOG.warnf("App %s: %s", app, cause.getMessage());
            token.fail(cause);
        }
    }

    /** Only the class of what nobody expects: its message may hold anything (I10). */
    private static TokenUnavailableException known(Throwable cause) {
        return cause instanceof TokenUnavailableException expected
                ? expected
                : new TokenUnavailableException(
                        "No access token: " + cause.getClass().getName());
    }

    private Lease lease(Grant grant, Instant askedAt) {
        Duration share = grant.life().dividedBy(REFRESH_SHARE);
        Duration ahead = share.compareTo(config.refreshAhead()) < 0 ? share : config.refreshAhead();
        Instant endsAt = askedAt.plus(grant.life());
        Instant settledAt = replacing ? clock.instant().plus(config.retryDelay()) : Instant.MIN;
        replacing = false;
        return new Lease(grant.token(), settledAt, endsAt.minus(ahead), endsAt);
    }
}
