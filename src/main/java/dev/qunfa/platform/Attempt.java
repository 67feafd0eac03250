package dev.qunfa.platform;

import dev.qunfa.platform.CallResult.Answered;
import dev.qunfa.platform.CallResult.NotWritten;
import dev.qunfa.platform.CallResult.Stale;
import dev.qunfa.platform.CallResult.Unanswered;
import dev.qunfa.platform.Outcome.DeadlinePassed;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.TokenRefused;
import dev.qunfa.platform.Outcome.TokenUnavailable;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * One attempt to send: a token, a POST, and, if the platform refuses the token, once more both. Everything happens within
 * one window of time. Used once, on the gateway's event loop only.
 */
final class Attempt {
    private final byte[] body;
    private final TokenSource tokens;
    private final AttemptWindow window;
    private final Sender sender;

    Attempt(byte[] body, TokenSource tokens, AttemptWindow window, Sender sender) {
        this.body = body;
        this.tokens = tokens;
        this.window = window;
        this.sender = sender;
    }

    /** Sends a body with a token, and knows what the answer means. */
    interface Sender {
        Future<CallResult> post(Token token, byte[] body, AttemptWindow window);

        Outcome classify(HttpAnswer answer);
    }

    /** The outcome; the future never fails for what the platform or the network does. */
    Future<Outcome> run() {
        return withToken(this::firstTry);
    }

    private Future<Outcome> firstTry(Token token, Outcome outcome) {
        return outcome instanceof TokenRefused && tokens.refused(token)
                ? withToken((other, second) -> Future.succeededFuture(second))
                : Future.succeededFuture(outcome);
    }

    private Future<Outcome> withToken(BiFunction<Token, Outcome, Future<Outcome>> then) {
        if (window.deadlinePassed()) {
            return Future.succeededFuture(new DeadlinePassed());
        }
        return inTime(tokens.token())
                .transform(token -> token.succeeded()
                        ? sender.post(token.result(), body, window)
                                .compose(result -> then.apply(token.result(), outcome(result)))
                        : Future.succeededFuture(withoutToken(token)));
    }

    /** An attempt does not wait for a token longer than for anything else. */
    private Future<Token> inTime(Future<Token> token) {
        return token.isComplete() ? token : token.timeout(window.millisLeft(), TimeUnit.MILLISECONDS);
    }

    private Outcome withoutToken(AsyncResult<Token> token) {
        if (window.deadlinePassed()) {
            return new DeadlinePassed();
        }
        return new TokenUnavailable(
                token.cause() instanceof TokenUnavailableException known
                        ? known.getMessage()
                        : "No access token in time");
    }

    private Outcome outcome(CallResult result) {
        if (result instanceof Answered answered) {
            return sender.classify(answered.answer());
        }
        if (result instanceof NotWritten notWritten) {
            return NotProcessed.unreached(notWritten.sentence());
        }
        if (result instanceof Unanswered unanswered) {
            return new InDoubt(unanswered.sentence());
        }
        if (result instanceof Stale) {
            return new NotProcessed("The service could not send in time after it had begun to", Duration.ZERO);
        }
        return new DeadlinePassed();
    }
}
