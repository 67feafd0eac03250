package dev.qunfa.status;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt parameter or field was probably meant to be. */
final class NearName {
    private static final int LONGEST = 40;
    private static final int SHORTEST_PART = 3;
    private static final int MISTAKES = 2;

    private NearName() {}

    /** The known name that is meant, if one is near: in other case, without underscores, in part, or with two wrong letters. */
    static Optional<String> in(Collection<String> known, String misspelt) {
        String wanted = plain(misspelt);
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> isPart(wanted, plain(name)))
                .findFirst()
                .or(() -> known.stream()
                        .filter(name -> distance(wanted, plain(name)) <= Math.min(MISTAKES, name.length() / 3))
                        .findFirst());
    }

    /** The name, cut and without what could be taken for something else on a screen or in a log. */
    static String shown(String name) {
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return "\"" + cut.replaceAll("[^\\p{L}\\p{N}_.…-]", "?") + "\"";
    }

    private static boolean isPart(String part, String whole) {
        return part.equals(whole)
                || part.length() >= SHORTEST_PART && (whole.startsWith(part) || whole.endsWith(part))
                || whole.length() >= SHORTEST_PART && part.startsWith(whole);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
