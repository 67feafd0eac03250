package dev.qunfa.sandbox.bench;

import java.io.PrintStream;
import java.util.Locale;

/** One line that moves, on a terminal or not at all. One thread. */
final class ProgressBar {

    private static final int WIDTH = 40;

    private final PrintStream out;
    private final String name;
    private final int total;
    private final long start = System.nanoTime();

    /** @param out null to show nothing */
    ProgressBar(PrintStream out, String name, int total) {
        this.out = out;
        this.name = name;
        this.total = total;
    }

    void show(int done) {
        if (out == null) {
            return;
        }
        int filled = (int) ((long) WIDTH * done / Math.max(1, total));
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "\r%-18s [%s%s] %,d of %,d, %,.0f/s ",
                name,
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                done,
                total,
                done / seconds);
        out.flush();
    }

    void clear() {
        if (out != null) {
            out.print("\r" + " ".repeat(100) + "\r");
            out.flush();
        }
    }
}
