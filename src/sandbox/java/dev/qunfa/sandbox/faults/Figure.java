package dev.qunfa.sandbox.faults;

import java.util.Locale;

/**
 * A number that a drill measured.
 *
 * @param what it is, with its unit
 * @param value as measured
 * @param demand what it has to be; empty if it is only told
 * @param holds whether it is
 */
record Figure(String what, double value, String demand, boolean holds) {

    static Figure told(String what, double value) {
        return new Figure(what, value, "", true);
    }

    static Figure atMost(String what, double value, double limit) {
        return new Figure(what, value, "at most " + text(limit), value <= limit);
    }

    static Figure atLeast(String what, double value, double limit) {
        return new Figure(what, value, "at least " + text(limit), value >= limit);
    }

    String line() {
        return String.format(Locale.ROOT, "  %-58s %10s  %s", what, text(value), holds ? demand : demand + ": MISSED");
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
