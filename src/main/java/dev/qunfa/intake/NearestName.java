package dev.qunfa.intake;

import java.util.List;
import java.util.Locale;

/**
 * Finds what a misspelt field name was probably meant to be. Case, underscores and hyphens do not count
 * ({@code deadLine}); otherwise a third of the letters may be wrong, swapped neighbours counting as one mistake, or the
 * last word of the name is enough ({@code content}). Immutable; any thread may call.
 */
final class NearestName {
    private static final int SHORTEST_WORD = 3;
    private static final int LONGEST_NAME = 40;

    private final List<String> names;

    NearestName(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Null when nothing is reasonably near. */
    String to(String misspelt) {
        if (misspelt.length() > LONGEST_NAME) {
            return null;
        }
        String wanted = normal(misspelt);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(wanted, normal(name));
            if (distance < least && distance <= normal(name).length() / 3) {
                least = distance;
                nearest = name;
            }
        }
        return nearest != null ? nearest : endingIn(wanted);
    }

    private String endingIn(String word) {
        return names.stream()
                .filter(name -> word.length() >= SHORTEST_WORD && normal(name).endsWith(word))
                .findFirst()
                .orElse(null);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
    private static int distance(String a, String b) {
        return new Alignment(a, b, new int[a.length() + 1][b.length() + 1]).distance();
    }

    private record Alignment(String a, String b, int[][] d) {
        int distance() {
            for (int i = 0; i <= a.length(); i++) {
                for (int j = 0; j <= b.length(); j++) {
                    d[i][j] = i == 0 ? j : j == 0 ? i : step(i, j);
                }
            }
            return d[a.length()][b.length()];
        }

        private int step(int i, int j) {
            boolean same = a.charAt(i - 1) == b.charAt(j - 1);
            int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
            boolean swapped =
                    i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
            return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
        }
    }
}
