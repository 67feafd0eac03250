package dev.qunfa.platform;

import dev.qunfa.platform.Outcome.Accepted;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.Refused;
import dev.qunfa.platform.Outcome.TokenRefused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an answer to {@code SendMsgToGroup} proves. Pure: no clock, no I/O; immutable, for any thread.
 *
 * <p>The platform documents neither its HTTP statuses nor its error codes. So the status comes first, read as RFC 9110
 * has it; a 5xx other than 503 and a 408 come from a server that may have passed the request on, and prove nothing.
 * Error codes go through a list of {@link Rule}s, the first that applies decides. One more meaning (a code that asks for a
 * retry, a code that leaves doubt) is one more list in {@link PlatformConfig.Errcodes} and one more rule here.
 */
final class AnswerClassifier {
    private final List<Rule> rules;

    AnswerClassifier(PlatformConfig config) {
        Predicate<PlatformAnswer> tokenCode = answer -> config.errcodes()
                .token()
                .filter(codes -> codes.contains(answer.errcode()))
                .isPresent();
        Predicate<PlatformAnswer> tokenText = answer -> answer.errmsg() != null
                && config.errmsg()
                        .token()
                        .filter(text -> text.matcher(answer.errmsg()).find())
                        .isPresent();
        rules = List.of(
                new Rule(answer -> answer.errcode() == 0, AnswerClassifier::accepted),
                new Rule(tokenCode.or(tokenText), AnswerClassifier::tokenRefused),
                new Rule(answer -> true, AnswerClassifier::refused));
    }

    /** What an {@code errcode} or its text means. */
    private record Rule(Predicate<PlatformAnswer> applies, Function<PlatformAnswer, Outcome> outcome) {}

    /**
     * Says what the answer proves; {@link TokenRefused} here is about the one token that was sent.
     *
     * @param now tells a {@code Retry-After} date from a duration
     */
    Outcome classify(HttpAnswer answer, Instant now) {
        int status = answer.status();
        if (status == 429 || status == 503) {
            return new NotProcessed(says(status), RetryAfter.read(answer.retryAfter(), now));
        }
        if (status == 408 || status >= 500 || status < 200) {
            return new InDoubt(says(status));
        }
        Optional<PlatformAnswer> read = PlatformAnswer.read(answer.body());
        if (status / 100 == 2) {
            return read.map(this::byErrcode)
                    .orElseGet(() -> new InDoubt(says(status) + " with an answer that could not be read"));
        }
        return byStatus(status, read);
    }

    private Outcome byErrcode(PlatformAnswer answer) {
        return rules.stream()
                .filter(rule -> rule.applies.test(answer))
                .findFirst()
                .orElseThrow()
                .outcome
                .apply(answer);
    }

    /** A 3xx or 4xx is no acceptance, even if its body should claim errcode 0. */
    private Outcome byStatus(int status, Optional<PlatformAnswer> read) {
        Long errcode = read.map(PlatformAnswer::errcode).orElse(null);
        String errmsg = read.map(PlatformAnswer::errmsg).orElse(null);
        String hint = read.map(PlatformAnswer::hint).orElse(null);
        boolean aboutToken = status == 401
                || status == 403
                || read.map(this::byErrcode)
                        .filter(TokenRefused.class::isInstance)
                        .isPresent();
        return aboutToken
                ? new TokenRefused(errcode, errmsg, hint, "The platform refused the access token with HTTP " + status)
                : new Refused(errcode, errmsg, hint, "The platform refused the message with HTTP " + status);
    }

    private static Outcome accepted(PlatformAnswer answer) {
        return new Accepted(PlatformAnswer.text(answer.data().path("msg_sn")), answer.errmsg(), answer.hint());
    }

    private static Outcome tokenRefused(PlatformAnswer answer) {
        String sentence = "The platform refused the access token with errcode " + answer.errcode();
        return new TokenRefused(answer.errcode(), answer.errmsg(), answer.hint(), sentence);
    }

    private static Outcome refused(PlatformAnswer answer) {
        String sentence = "The platform refused the message with errcode " + answer.errcode();
        return new Refused(answer.errcode(), answer.errmsg(), answer.hint(), sentence);
    }

    private static String says(int status) {
        return "The platform answered HTTP " + status;
    }
}
