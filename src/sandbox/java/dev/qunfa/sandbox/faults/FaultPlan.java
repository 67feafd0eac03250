package dev.qunfa.sandbox.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Which faults a round has, and when. The same for the same seed. */
final class FaultPlan {

    private static final int MOST_FAULTS = 4;
    private static final int MOST_DRAWS = 10_000;
    private static final int EARLIEST_MILLIS = 300;
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    /**
     * A fault with its moments, in milliseconds from the round's beginning.
     *
     * @param from when it strikes
     * @param lasts how long it lasts
     */
    record Strike(Fault fault, long from, long lasts) {}

    private final SplittableRandom random;
    private final Options options;
    private final int replicas;
    private final String prefix;

    private FaultPlan(SplittableRandom random, Options options, String prefix) {
        this.random = random;
        this.options = options;
        this.replicas = options.replicas();
        this.prefix = prefix;
    }

    /**
     * Draws one to four faults of which no two strike the same; fails with {@link IllegalArgumentException} if the options
     * leave none to draw.
     */
    static List<Strike> draw(SplittableRandom random, Options options, String prefix) {
        FaultPlan plan = new FaultPlan(random, options, prefix);
        int count = 1 + random.nextInt(MOST_FAULTS);
        List<Strike> strikes = new ArrayList<>();
        Set<String> struck = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Strike strike = plan.allowedStrike();
            if (struck.add(strike.fault().subject())) {
                strikes.add(strike);
            }
        }
        return strikes;
    }

    private Strike allowedStrike() {
        for (int i = 0; i < MOST_DRAWS; i++) {
            Strike strike = strike();
            if (options.draws(strike.fault().name())) {
                return strike;
            }
        }
        throw new IllegalArgumentException("there are no faults named " + options.only());
    }

    private Strike strike() {
        long from = EARLIEST_MILLIS + random.nextInt(Load.MILLIS - EARLIEST_MILLIS);
        int draw = random.nextInt(10);
        if (draw < 4) {
            return new Strike(Misbehaviour.any(random, prefix), random.nextInt(1_000), 0);
        }
        if (draw < 7) {
            return ofReplica(random.nextInt(replicas), from);
        }
        return draw < 8 ? ofPart(from) : ofWay(from);
    }

    private Strike ofReplica(int replica, long from) {
        if (random.nextInt(12) == 0) {
            return new Strike(new ClaimsBlocked(replica), from, ClaimsBlocked.LASTS_MILLIS);
        }
        return switch (random.nextInt(4)) {
            case 0, 1 -> new Strike(PartFault.killed(replica), from, random.nextInt(2_000));
            case 2 -> new Strike(PartFault.terminated(replica), from, random.nextInt(2_000));
            default ->
                new Strike(PartFault.frozen(replica), from, SESSION_TIMEOUT_MILLIS + 1_000 + random.nextInt(2_000));
        };
    }

    private Strike ofPart(long from) {
        Fault fault =
                switch (random.nextInt(5)) {
                    case 0, 1 -> PartFault.brokerDown();
                    case 2, 3 -> PartFault.databaseDown();
                    default -> PartFault.databaseReadOnly();
                };
        return new Strike(fault, from, random.nextInt(3_000));
    }

    private Strike ofWay(long from) {
        Way.Target target = Way.Target.values()[random.nextInt(Way.Target.values().length)];
        Way way = new Way(target, random.nextInt(replicas));
        return switch (random.nextInt(3)) {
            case 0 -> new Strike(PartFault.cut(way), from, 0);
            case 1 -> new Strike(PartFault.refused(way), from, 500 + random.nextInt(3_000));
            default -> new Strike(PartFault.stalled(way, options.timeOuts()), from, 200 + random.nextInt(4_000));
        };
    }
}
