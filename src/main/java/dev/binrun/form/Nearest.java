package dev.binrun.form;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the known name that a misspelt one probably stands for. */
public final class Nearest {
    /** Names shorter than this are all near to each other. */
    private static final int SHORT = 3;

    private static final int MOST_NAMES = 3;
    private static final String NO_WORD = "[^\\p{L}\\p{N}]+";

    private Nearest() {}

    /**
     * Returns the hint {@code " (did you mean 'x'?)"}; if no name is near, the known names if they are few, else empty
     * text.
     */
    public static String hint(String written, Collection<String> known) {
        String nearest = nearestHint(written, known);
        if (!nearest.isEmpty()) {
            return nearest;
        }
        return known.isEmpty() || known.size() > 12 ? "" : " (known: " + String.join(", ", known) + ")";
    }

    /** Returns the hint {@code " (did you mean 'x'?)"}; empty text if no name is near. */
    public static String nearestHint(String written, Collection<String> known) {
        return of(written, known).map(Nearest::hint).orElse("");
    }

    /** Returns the hint {@code " (did you mean 'x'?)"} at a name. */
    public static String hint(String name) {
        return " (did you mean '" + name + "'?)";
    }

    /**
     * Returns the nearest known name if at most a third of the letters differ, ignoring case and separators. Otherwise
     * returns the only known name that continues the written one, such as {@code durable_name} for {@code durable}.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        return near(written, known).or(() -> longer(written, known));
    }

    /**
     * Returns the hint for a part of a name: the known name that is near as a whole, or at most three with similar
     * words, those with the most similar words first.
     */
    public static String hintForPart(String part, Collection<String> known) {
        if (of(part, known).isPresent()) {
            return hint(part, known);
        }
        Map<String, Long> shared = new LinkedHashMap<>();
        known.forEach(name -> shared.put(name, sharedWords(part, name)));
        List<String> near = shared.entrySet().stream()
                .filter(name -> name.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_NAMES)
                .map(name -> "'" + name.getKey() + "'")
                .toList();
        return near.isEmpty() ? hint(part, known) : " (did you mean " + String.join(" or ", near) + "?)";
    }

    private static long sharedWords(String part, String name) {
        List<String> words = List.of(name.split(NO_WORD));
        return Stream.of(part.split(NO_WORD))
                .filter(word -> word.length() >= SHORT && near(word, words).isPresent())
                .count();
    }

    private static Optional<String> longer(String written, Collection<String> known) {
        List<String> longer =
                known.stream().filter(name -> name.startsWith(written + "_")).toList();
        return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
    }

    private static Optional<String> near(String written, Collection<String> known) {
        String plain = plain(written);
        int limit = Math.max(1, Math.min(plain.length(), 24) / 3);
        List<String> near = known.stream()
                .filter(name -> !plain.isEmpty() && distance(plain, plain(name)) <= limit)
                .sorted(Comparator.comparingInt((String name) -> distance(plain, plain(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean guess = plain.length() < SHORT && near.size() > 1; // n4 is as near to n1 as to n2
        return guess ? Optional.empty() : near.stream().findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /**
     * Returns the number of edits between two texts: insert, delete, replace, swap neighbours (optimal string
     * alignment).
     */
    public static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 24 || a.length() > 200) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
