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
 * <p>The first question is who speaks. An answer with the platform's frame is the platform's, and its frame decides. One without is
 * of something in front of it: it never refuses a message, because nothing in front of the platform has read it. A 3xx, a 4xx but 408, and
 * the statuses that the configuration lists prove that it was not passed on; a 408 and any other 5xx come from a server that may have
 * passed it on, and prove nothing.
 *
 * <p>The platform documents neither its HTTP statuses nor its error codes. A code goes through a list of {@link Rule}s, the first that
 * applies decides: a code that is configured before a text that is. Of two codes' meanings doubt comes first; of two texts' meanings,
 * too, and then what a text says of a rate: "token bucket" is no token.
 */
final class AnswerClassifier {
    private static final String NO_FRAME = " without its usual frame: the request did not get as far";

    private final List<Rule> rules;
    private final ErrcodeRanges notProcessed;

    AnswerClassifier(PlatformConfig config) {
        PlatformConfig.Errcodes codes = config.errcodes();
        PlatformConfig.Errmsg texts = config.errmsg();
        Duration pause = config.rateLimitPause();
        notProcessed = config.notProcessedStatuses();
        rules = List.of(
                new Rule(listed(codes.doubt()), AnswerClassifier::inDoubt),
                new Rule(listed(codes.token()), AnswerClassifier::tokenRefused),
                new Rule(listed(codes.retry()), AnswerClassifier::notProcessed),
                new Rule(found(texts.doubt()), AnswerClassifier::inDoubt),
                new Rule(found(texts.retry()), (said, wish) -> notProcessed(said, longer(wish, pause))),
                new Rule(found(texts.token()), AnswerClassifier::tokenRefused));
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
        Optional<PlatformAnswer> frame = PlatformAnswer.read(answer.body());
        if (status == 429) {
            return slowDown(frame.orElse(PlatformAnswer.NONE), retryAfter);
        }
        if (notProcessed.contains(status)) {
            return away(says(status), frame.orElse(PlatformAnswer.NONE), retryAfter);
        }
        return frame.map(said -> byFrame(status, said, retryAfter)).orElseGet(() -> byEdge(status, retryAfter));
    }

    private Outcome byFrame(int status, PlatformAnswer said, Duration retryAfter) {
        if (status / 100 == 2 && said.errcode() == 0) {
            return accepted(said);
        }
        Optional<Outcome> known = said.errcode() == 0 ? Optional.empty() : byErrcode(said, retryAfter);
        return known.orElseGet(
                () -> status / 100 == 2 ? refused(said, "errcode " + said.errcode()) : byStatus(status, said));
    }

    private Optional<Outcome> byErrcode(PlatformAnswer said, Duration retryAfter) {
        return rules.stream()
                .filter(rule -> rule.applies.test(said))
                .findFirst()
                .map(rule -> rule.outcome.apply(said, retryAfter));
    }

    /** An errcode without a known meaning, under a status that is no success: of a broken server it proves nothing (I3). */
    private static Outcome byStatus(int status, PlatformAnswer said) {
        if (provesNothing(status)) {
            return broken(says(status), said);
        }
        if (status == 401) {
            return tokenRefused(said, "HTTP 401");
        }
        return said.errcode() == 0
                ? doubtful(said, says(status) + " and errcode 0, which contradict each other")
                : refused(said, "HTTP " + status);
    }

    /** No frame: whoever answered is not the platform, or the platform does not work. */
    private static Outcome byEdge(int status, Duration retryAfter) {
        if (status / 100 == 2) {
            return new InDoubt(says(status) + " with an answer that could not be read");
        }
        if (provesNothing(status)) {
            return broken(says(status), PlatformAnswer.NONE);
        }
        return status == 401
                ? tokenRefused(PlatformAnswer.NONE, "HTTP 401")
                : away(says(status) + NO_FRAME, PlatformAnswer.NONE, retryAfter);
    }

    private static boolean provesNothing(int status) {
        return status == 408 || status >= 500 || status < 200;
    }

    private static Outcome slowDown(PlatformAnswer said, Duration retryAfter) {
        return new NotProcessed(said.errcode(), said.errmsg(), said.hint(), says(429), retryAfter, Extent.THIS_ATTEMPT);
    }

    private static Outcome away(String sentence, PlatformAnswer said, Duration retryAfter) {
        return new NotProcessed(said.errcode(), said.errmsg(), said.hint(), sentence, retryAfter, Extent.PLATFORM);
    }

    private static Outcome broken(String sentence, PlatformAnswer said) {
        return new InDoubt(said.errcode(), said.errmsg(), said.hint(), sentence, Extent.PLATFORM);
    }

    private static Duration longer(Duration wish, Duration pause) {
        return wish != null && wish.compareTo(pause) > 0 ? wish : pause;
    }

    private static Outcome accepted(PlatformAnswer said) {
        return new Accepted(PlatformAnswer.text(said.data().path("msg_sn")), said.errmsg(), said.hint());
    }

    private static Outcome notProcessed(PlatformAnswer said, Duration retryAfter) {
        String sentence = "The platform did not process the message and answered errcode " + said.errcode();
        return new NotProcessed(said.errcode(), said.errmsg(), said.hint(), sentence, retryAfter, Extent.THIS_ATTEMPT);
    }

    private static Outcome inDoubt(PlatformAnswer said, Duration retryAfter) {
        return doubtful(said, "The platform may have taken the message, but answered errcode " + said.errcode());
    }

    private static Outcome doubtful(PlatformAnswer said, String sentence) {
        return new InDoubt(said.errcode(), said.errmsg(), said.hint(), sentence, Extent.THIS_ATTEMPT);
    }

    private static Outcome tokenRefused(PlatformAnswer said, Duration retryAfter) {
        return tokenRefused(said, "errcode " + said.errcode());
    }

    private static Outcome tokenRefused(PlatformAnswer said, String with) {
        return new TokenRefused(
                said.errcode(), said.errmsg(), said.hint(), "The platform refused the access token with " + with);
    }

    private static Outcome refused(PlatformAnswer said, String with) {
        return new Refused(said.errcode(), said.errmsg(), said.hint(), "The platform refused the message with " + with);
    }

    private static String says(int status) {
        return "The platform answered HTTP " + status;
    }
}
