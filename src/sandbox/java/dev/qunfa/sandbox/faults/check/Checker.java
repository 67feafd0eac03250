package dev.qunfa.sandbox.faults.check;

import java.util.ArrayList;
import java.util.List;

/** Holds a history against every invariant. Without state; any thread. */
public final class Checker {

    /** All that must hold. */
    public static final List<Invariant> INVARIANTS = List.of(
            new CommittedIntent(),
            new NoSilentResend(),
            new InTime(),
            new GroupOrder(),
            new NoOverlap(),
            new RobotRate(),
            new NothingLost(),
            new Fates(),
            new EventSequence(),
            new OneEventPerTransition(),
            new ApiAgrees(),
            new PlatformAgrees());

    private Checker() {}

    /** Every violation, those of what cannot be taken back first. */
    public static List<Violation> check(History history) {
        return check(history, INVARIANTS);
    }

    /** Every violation of some invariants. */
    public static List<Violation> check(History history, List<Invariant> invariants) {
        List<Violation> violations = new ArrayList<>();
        for (Invariant each : invariants) {
            each.check(history, (msgId, sentence) -> violations.add(new Violation(each.name(), msgId, sentence)));
        }
        return violations;
    }
}
