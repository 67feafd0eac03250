package dev.qunfa.sandbox;

import java.util.SplittableRandom;

/**
 * When the simulated platform does something unusual, and what.
 *
 * <p>Chance is drawn from the seed, the msg_id and how often that msg_id was posted, so a run with the same messages meets
 * the same faults whatever the order in which they arrive.
 *
 * @param msgIdPrefix messages whose msg_id starts with it; null or empty: all
 * @param probability 0 to 1; null: 1, always
 * @param seed of the chance; null: 1
 * @param times applies this often, then no more; null or 0: without end
 * @param effect what happens
 */
public record Rule(String msgIdPrefix, Double probability, Long seed, Integer times, Effect effect) {

    /** Puts the defaults in place of nulls; fails without an effect and on a probability outside 0 to 1. */
    public Rule {
        msgIdPrefix = msgIdPrefix == null ? "" : msgIdPrefix;
        probability = probability == null ? Double.valueOf(1) : probability;
        seed = seed == null ? Long.valueOf(1) : seed;
        times = times == null ? Integer.valueOf(0) : times;
        if (effect == null) {
            throw new IllegalArgumentException("a rule needs an effect");
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be between 0 and 1");
        }
    }

    /** Applies to every POST of a message whose msg_id starts with {@code prefix}. */
    public static Rule on(String prefix, Effect effect) {
        return new Rule(prefix, null, null, null, effect);
    }

    /** Applies to every POST. */
    public static Rule always(Effect effect) {
        return on("", effect);
    }

    /** Applies to a share of the POSTs of all messages. */
    public static Rule atRandom(double probability, long seed, Effect effect) {
        return new Rule("", probability, seed, null, effect);
    }

    /** The same rule for so many POSTs only. */
    public Rule times(int count) {
        return new Rule(msgIdPrefix, probability, seed, count, effect);
    }

    /** The same rule with a chance. */
    public Rule withProbability(double value, long newSeed) {
        return new Rule(msgIdPrefix, value, newSeed, times, effect);
    }

    /** True when the rule is meant for this POST: the prefix fits and the draw says so. */
    boolean meets(String msgId, int repeat) {
        return msgId.startsWith(msgIdPrefix) && (probability >= 1 || draw(msgId, repeat) < probability);
    }

    private double draw(String msgId, int repeat) {
        long mixed = seed * 0x9E3779B97F4A7C15L + msgId.hashCode() * 31L + repeat;
        return new SplittableRandom(mixed + effect.getClass().getName().hashCode()).nextDouble();
    }
}
