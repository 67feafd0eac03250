package dev.qunfa.sandbox.faults;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** How often each fault was survived. Any thread. */
final class Survived {

    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(String fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    synchronized void print(PrintStream out) {
        out.printf("%n%-50s %s%n", "fault", "survived");
        counts.forEach((fault, count) -> out.printf("%-50s %8d%n", fault, count));
    }
}
