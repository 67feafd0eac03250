package dev.qunfa.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the platform's gateway is reached. The apps are not here: their names are free, see {@link Apps}. */
@ConfigMapping(prefix = "qunfa.platform")
public interface PlatformConfig {
    /** {@code http} or {@code https}, host, and a path prefix if there is one; without query and fragment. */
    URI baseUrl();

    /** One attempt at most, from asking for a connection to the last byte of the answer, a token's renewal included. */
    @WithDefault("10s")
    Duration timeout();

    /** TCP connect and, once more, TLS handshake; within {@link #timeout()}. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * Connections at once, 1 to 65535. Twice as many requests may wait for one; what comes on top of that is not sent,
     * and said so at once.
     */
    @WithDefault("${qunfa.dispatch.max-in-flight:256}")
    int poolSize();

    /**
     * An idle connection is closed after this time, whole seconds. Shorter than what common servers allow, so that
     * a connection that is used again is rarely one that the server is just closing: that would be doubt.
     */
    @WithDefault("15s")
    Duration keepAlive();

    /** A longer answer, in bytes, counts as unreadable. */
    @WithDefault("65536")
    int maxAnswerSize();

    /**
     * A connection is closed after the answer during which it becomes as old as this, so that a gateway whose name has moved on is
     * found at its new address.
     */
    @WithDefault("1m")
    Duration connectionLifetime();

    /** HTTP statuses, besides 429, that prove that the platform did not process the message; other 5xx leave it in doubt. */
    @WithDefault("503")
    ErrcodeRanges notProcessedStatuses();

    /** Where an answer tells a limit of frequency in words, the next attempt comes no sooner. */
    @WithDefault("10s")
    Duration rateLimitPause();

    /** Access tokens that are fetched. */
    Renewal token();

    /** What the platform's error codes mean; it publishes none, so all lists are empty at first. */
    Errcodes errcodes();

    /** What the platform's error texts mean, for as long as its codes are not known. */
    Errmsg errmsg();

    /** When an access token is fetched again. */
    interface Renewal {
        /** A token is renewed this long before its end, or when a tenth of its life is left if that is later. */
        @WithDefault("5m")
        Duration refreshAhead();

        /** After a failed fetch none is tried for this time; senders are told at once instead. */
        @WithDefault("1s")
        Duration retryDelay();

        /** A token's life when the platform's answer does not say; field knowledge is about two hours. */
        @WithDefault("1h")
        Duration lifetime();
    }

    /**
     * Lists of codes and ranges, such as {@code 40001,41000-41099}. A code that is in none is a refusal. A list decides
     * before any text, and {@link #doubt} before {@link #token} before {@link #retry}; of the texts, doubt before retry before token.
     */
    interface Errcodes {
        /** The access token was not accepted: it is fetched once more and the request repeated. */
        Optional<ErrcodeRanges> token();

        /** The message was not processed, and sending it again is safe: nothing else may be listed here. */
        Optional<ErrcodeRanges> retry();

        /** The message may have been taken: only its callback tells. */
        Optional<ErrcodeRanges> doubt();
    }

    /** Regular expressions that are searched for in {@code errmsg}. */
    interface Errmsg {
        /** The access token was not accepted; empty: the text says nothing. */
        @WithDefault("(?i)token(?!.?bucket)|令牌(?!桶)")
        Optional<Pattern> token();

        /** The message was not processed, because it came too soon after others: sending it again later is safe. */
        @WithDefault("(?i)rate.?limit|too many requests|too frequent|token.?bucket|频率|频繁|超限|限流|令牌桶")
        Optional<Pattern> retry();

        /** The message may have been taken: only its callback tells. */
        Optional<Pattern> doubt();
    }
}
