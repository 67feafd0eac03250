package dev.qunfa.intake;

import dev.qunfa.lifecycle.Violation;
import dev.qunfa.lifecycle.ViolationCode;
import java.util.ArrayList;
import java.util.List;

/** Collects the violations of one request, up to {@link Violation#MAX_REPORTED}; for one thread. */
final class Violations {
    private final List<Violation> found = new ArrayList<>(0);

    void add(String pointer, ViolationCode code, String message) {
        if (!isFull()) {
            found.add(new Violation(pointer, code, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Nothing that comes later will be reported, so looking further is a waste. */
    boolean isFull() {
        return found.size() >= Violation.MAX_REPORTED;
    }

    List<Violation> found() {
        return List.copyOf(found);
    }
}
