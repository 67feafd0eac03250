package dev.qunfa.sandbox.faults;

import dev.qunfa.sandbox.faults.check.Checker;
import dev.qunfa.sandbox.faults.check.Invariant;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param rounds at least 1
 * @param seed load, faults and their moments follow from it
 * @param replicas 1 to 3
 * @param only faults whose name has one of these texts in it are drawn; empty: all
 * @param resends whether the replicas send again what is in doubt (the policy {@code resend}, not {@code await})
 * @param timeOuts that the replicas are configured to
 * @param ignored invariants whose name has one of these texts in it are not checked
 * @param jar the packaged service
 * @param logs directory for the replicas' logs
 */
public record Options(
        int rounds,
        long seed,
        int replicas,
        boolean resends,
        TimeOuts timeOuts,
        List<String> only,
        List<String> ignored,
        Path jar,
        Path logs) {

    private static final int MOST_REPLICAS = 3;

    /** Fails with {@link IllegalArgumentException} on numbers out of range. */
    public Options {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1");
        }
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("--replicas must be 1 to " + MOST_REPLICAS);
        }
    }

    /** The same for other rounds. */
    Options with(int otherRounds, TimeOuts otherTimeOuts) {
        return new Options(otherRounds, seed, replicas, resends, otherTimeOuts, only, ignored, jar, logs);
    }

    List<Invariant> invariants() {
        return Checker.INVARIANTS.stream().filter(each -> !ignores(each.name())).toList();
    }

    boolean ignores(String invariant) {
        return ignored.stream().anyMatch(invariant::contains);
    }

    boolean draws(String fault) {
        return only.isEmpty() || only.stream().anyMatch(fault::contains);
    }
}
