package dev.qunfa.sandbox.faults;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What one round does, all of it drawn from the seed.
 *
 * @param prefix of the round's msg_ids
 */
record Round(int number, String prefix, List<FaultPlan.Strike> strikes, SplittableRandom loadRandom) {

    static Round of(int number, Options options) {
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + number);
        String prefix = "r" + number + "-";
        SplittableRandom load = random.split();
        return new Round(number, prefix, FaultPlan.draw(random, options, prefix), load);
    }

    List<Planned> load(long begin) {
        return Load.plan(loadRandom.split(), prefix, begin);
    }

    List<String> faults() {
        return strikes.stream().map(each -> each.fault().name()).toList();
    }
}
