package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.Effect;
import dev.qunfa.sandbox.Padding;
import dev.qunfa.sandbox.Rule;
import dev.qunfa.sandbox.Untidiness;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The simulated platform does something unusual to some messages of a round. What it has begun it keeps up until the
 * round's load is over.
 *
 * @param rule in force from the beginning on
 */
record Misbehaviour(String name, Rule rule) implements Fault {

    private record Kind(String name, Function<SplittableRandom, Effect> effect) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("refuses with an errcode", random -> new Effect.RefuseRequest(45_009, "too many messages")),
            new Kind("429 with Retry-After", random -> new Effect.HttpStatus(429, "1", false)),
            new Kind("503 with Retry-After", random -> new Effect.HttpStatus(503, "1", false)),
            new Kind("503", random -> new Effect.HttpStatus(503, null, false)),
            new Kind("500, processed or not", random -> new Effect.HttpStatus(500, null, random.nextBoolean())),
            new Kind("502, processed or not", random -> new Effect.HttpStatus(502, null, random.nextBoolean())),
            new Kind("504, processed or not", random -> new Effect.HttpStatus(504, null, random.nextBoolean())),
            new Kind("hangs, processed or not", random -> new Effect.Hang(random.nextBoolean())),
            new Kind("closes before reading", random -> new Effect.CloseBeforeReading()),
            new Kind("closes after reading", random -> new Effect.CloseAfterReading()),
            new Kind("answers garbage", random -> new Effect.Garbage(random.nextBoolean())),
            new Kind("an edge redirects", random -> new Effect.EdgePage(random.nextBoolean() ? 302 : 307)),
            new Kind("an edge forbids, or finds nothing", random -> new Effect.EdgePage(edgeStatus(random))),
            new Kind("tells a limit of frequency", random -> new Effect.RefuseRequest(45_010, frequency(random))),
            new Kind("answers untidily", random -> new Effect.UntidyAnswer(untidiness(random))),
            new Kind("callbacks untidy", random -> new Effect.UntidyCallbacks(untidiness(random))),
            new Kind("answers slowly", random -> new Effect.SlowAnswer(200 + random.nextInt(1_600))),
            new Kind("refuses items", random -> new Effect.FailItems(firstOrAll(random), null)),
            new Kind("loses callbacks", random -> new Effect.LoseCallbacks(firstOrAll(random))),
            new Kind("repeats callbacks", random -> new Effect.DuplicateCallbacks(1 + random.nextInt(3))),
            new Kind("callbacks in another order", random -> new Effect.ReorderCallbacks()),
            new Kind("callbacks contradict each other", random -> new Effect.ContradictCallbacks()),
            new Kind("callbacks before the answer", random -> new Effect.CallbacksBeforeAnswer()),
            new Kind("callbacks late", random -> new Effect.DelayCallbacks(1_000 + random.nextInt(7_000))),
            new Kind("callbacks padded otherwise", random -> new Effect.PadCallbacks(padding(random))),
            new Kind("callbacks with numbers", random -> new Effect.NumericEnvelope()));

    private static final int ONE_IN_ALL = KINDS.size() + 1;

    /** One of the platform's ways to misbehave, for a share of the messages whose msg_id starts with {@code prefix}. */
    static Fault any(SplittableRandom random, String prefix) {
        int draw = random.nextInt(ONE_IN_ALL);
        if (draw == KINDS.size()) {
            return new PartFault(
                    "platform: all tokens expire", "tokens", stage -> stage.platform.expireTokens(), stage -> {});
        }
        Kind kind = KINDS.get(draw);
        double share = 0.05 + random.nextDouble() * 0.5;
        return new Misbehaviour(
                "platform: " + kind.name(),
                Rule.on(prefix, kind.effect().apply(random)).withProbability(share, random.nextLong()));
    }

    @Override
    public String subject() {
        return name;
    }

    @Override
    public void begin(Stage stage) {
        stage.platform.apply(rule);
    }

    /** Rules end all at once, with the round. */
    @Override
    public void end(Stage stage) {}

    private static List<Integer> firstOrAll(SplittableRandom random) {
        return random.nextBoolean() ? List.of() : List.of(1);
    }

    private static int edgeStatus(SplittableRandom random) {
        return List.of(403, 404, 405, 400, 413).get(random.nextInt(5));
    }

    private static String frequency(SplittableRandom random) {
        return List.of("rate limited", "token bucket is empty", "发送频率超限").get(random.nextInt(3));
    }

    private static Untidiness untidiness(SplittableRandom random) {
        return Untidiness.values()[random.nextInt(Untidiness.values().length)];
    }

    private static Padding padding(SplittableRandom random) {
        return Padding.values()[random.nextInt(Padding.values().length)];
    }
}
