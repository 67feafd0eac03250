package dev.qunfa.platform;

import dev.qunfa.platform.Outcome.Accepted;
import dev.qunfa.platform.Outcome.Extent;
import dev.qunfa.platform.Outcome.InDoubt;
import dev.qunfa.platform.Outcome.NotProcessed;
import dev.qunfa.platform.Outcome.Refused;
import dev.qunfa.platform.Outcome.TokenRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What an answer to {@code SendMsgToGroup} proves. Pure: no clock, no I/O; immutable, for any thread.
 *
 * <p>The platform documents neither its HTTP statuses nor its error codes. So the status comes first, read as RFC 9110
 * has it; a 5xx other than 503 and a 408 come from a server that may have passed the request on, and prove nothing. Then
 * the error code goes through a list of {@link Rule}s, the first that applies decides: a code that is configured before a
 * text that is, and of two meanings the one that is less likely to send a message twice.
 */
final class AnswerClassifier {
    private final List<Rule> rules;

    AnswerClassifier(PlatformConfig config) {
        PlatformConfig.Errcodes codes = config.errcodes();
        PlatformConfig.Errmsg texts = config.errmsg();
        rules = List.of(
                new Rule(answer -> answer.errcode() == 0, AnswerClassifier::accepted),
                new Rule(listed(codes.doubt()), AnswerClassifier::inDoubt),
                new Rule(listed(codes.token()), AnswerClassifier::tokenRefused),
                new Rule(listed(codes.retry()), AnswerClassifier::notProcessed),
                new Rule(found(texts.doubt()), AnswerClassifier::inDoubt),
                new Rule(found(texts.token()), AnswerClassifier::tokenRefused),
                new Rule(found(texts.retry()), AnswerClassifier::notProcessed),
                new Rule(answer -> true, AnswerClassifier::refused));
    }

    /** What an {@code errcode} or its text means; a {@code Retry-After} comes along, null if there is none. */
    private record Rule(Predicate<PlatformAnswer> applies, BiFunction<PlatformAnswer, Duration, Outcome> outcome) {}

    private static Predicate<PlatformAnswer> listed(Optional<ErrcodeRanges> codes) {
        return answer ->
                codes.filter(ranges -> ranges.contains(answer.errcode())).isPresent();
    }

    private static Predicate<PlatformAnswer> found(Optional<Pattern> text) {
        return answer -> answer.errmsg() != null
                && text.filter(pattern -> pattern.matcher(answer.errmsg()).find())
                        .isPresent();
    }

    /**
     * Says what the answer proves; {@link TokenRefused} here is about the one token that was sent.
     *
     * @param now tells a {@code Retry-After} date from a duration
     */
    Outcome classify(HttpAnswer answer, Instant now) {
        int status = answer.status();
        Duration retryAfter = RetryAfter.read(answer.retryAfter(), now);
        Optional<PlatformAnswer> read = PlatformAnswer.read(answer.body());
        if (status == 429 || status == 503) {
            return busy(status, read.orElse(PlatformAnswer.NONE), retryAfter);
        }
        if (status == 408 || status >= 500 || status < 200) {
            return broken(says(status), read.orElse(PlatformAnswer.NONE));
        }
        if (status / 100 == 2) {
            return read.map(said -> byErrcode(said, retryAfter))
                    .orElseGet(() -> new InDoubt(says(status) + " with an answer that could not be read"));
        }
        return byStatus(status, read, retryAfter);
    }

    private Outcome byErrcode(PlatformAnswer said, Duration retryAfter) {
        return rules.stream()
                .filter(rule -> rule.applies.test(said))
                .findFirst()
                .orElseThrow()
                .outcome
                .apply(said, retryAfter);
    }

    /** A 3xx or 4xx is no acceptance, even if its body should claim errcode 0. */
    private Outcome byStatus(int status, Optional<PlatformAnswer> read, Duration retryAfter) {
        PlatformAnswer said = read.orElse(PlatformAnswer.NONE);
        Optional<Outcome> meaning = read.map(answer -> byErrcode(answer, retryAfter));
        if (status == 401
                || status == 403
                || meaning.filter(TokenRefused.class::isInstance).isPresent()) {
            String sentence = "The platform refused the access token with HTTP " + status;
            return new TokenRefused(said.errcode(), said.errmsg(), said.hint(), sentence);
        }
        return meaning.filter(known -> known instanceof NotProcessed || known instanceof InDoubt)
                .orElseGet(() -> new Refused(
                        said.errcode(),
                        said.errmsg(),
                        said.hint(),
                        "The platform refused the message with HTTP " + status));
    }

    private static Outcome busy(int status, PlatformAnswer said, Duration retryAfter) {
        Extent extent = status == 503 ? Extent.PLATFORM : Extent.THIS_ATTEMPT;
        return new NotProcessed(said.errcode(), said.errmsg(), said.hint(), says(status), retryAfter, extent);
    }

    private static Outcome broken(String sentence, PlatformAnswer said) {
        return new InDoubt(said.errcode(), said.errmsg(), said.hint(), sentence, Extent.PLATFORM);
    }

    private static Outcome accepted(PlatformAnswer said, Duration retryAfter) {
        return new Accepted(PlatformAnswer.text(said.data().path("msg_sn")), said.errmsg(), said.hint());
    }

    private static Outcome notProcessed(PlatformAnswer said, Duration retryAfter) {
        String sentence = "The platform did not process the message and answered errcode " + said.errcode();
        return new NotProcessed(said.errcode(), said.errmsg(), said.hint(), sentence, retryAfter, Extent.THIS_ATTEMPT);
    }

    private static Outcome inDoubt(PlatformAnswer said, Duration retryAfter) {
        String sentence = "The platform may have taken the message, but answered errcode " + said.errcode();
        return new InDoubt(said.errcode(), said.errmsg(), said.hint(), sentence, Extent.THIS_ATTEMPT);
    }

    private static Outcome tokenRefused(PlatformAnswer said, Duration retryAfter) {
        String sentence = "The platform refused the access token with errcode " + said.errcode();
        return new TokenRefused(said.errcode(), said.errmsg(), said.hint(), sentence);
    }

    private static Outcome refused(PlatformAnswer said, Duration retryAfter) {
        String sentence = "The platform refused the message with errcode " + said.errcode();
        return new Refused(said.errcode(), said.errmsg(), said.hint(), sentence);
    }

    private static String says(int status) {
        return "The platform answered HTTP " + status;
    }
}
