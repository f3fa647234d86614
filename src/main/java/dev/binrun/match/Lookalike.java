package dev.binrun.match;

import com.google.gson.JsonElement;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds texts that look alike but differ, and names the code points that differ. */
final class Lookalike {
    /** Groups of characters that look alike. */
    private static final String[] HOMOGLYPHS = {
        "aаα",
        "cсϲ",
        "dԁ",
        "eе",
        "gɡ",
        "hһ",
        "iіιı",
        "jјϳ",
        "kкκ",
        "oоοσ",
        "pрρ",
        "qԛ",
        "sѕ",
        "uυ",
        "vѵν",
        "wԝω",
        "xхχ",
        "yуγ",
        "AАΑ",
        "BВΒ",
        "CСϹ",
        "EЕΕ",
        "HНΗ",
        "JЈ",
        "KКΚ",
        "MМΜ",
        "NΝ",
        "PРΡ",
        "SЅ",
        "TТΤ",
        "XХΧ",
        "YУΥ",
        "ZΖ",
        "OОΟ0",
        "lI1|ІΙ",
        "-‐‑‒–—―−",
        "'‘’‚′`´",
        "\"“”„″",
        "/⁄∕"
    };

    private static final Map<Integer, Integer> FIRST = first();
    private static final int MOST_POINTS = 4;
    private static final int MOST_NAMES = 2;
    private static final int LONGEST_DIFFERENCE = 500;
    private static final int NEIGHBOURS = 4;

    private Lookalike() {}

    /** Returns a mismatch; if both texts look alike, with the code points that differ. */
    static Mismatch noted(Mismatch mismatch, String expected, String actual) {
        return note(expected, actual)
                .map(note -> new Mismatch(
                        mismatch.path(), mismatch.expected(), mismatch.actual() + " (" + note + ")", mismatch.diff()))
                .orElse(mismatch);
    }

    /** Returns the code points that differ if a value looks like an expected text; empty otherwise. */
    static Optional<String> note(Expected expected, JsonElement actual) {
        return expected instanceof ScalarPattern scalar && ShownValue.isText(actual)
                ? scalar.plain().flatMap(text -> note(text, actual.getAsString()))
                : Optional.empty();
    }

    private static Optional<String> note(String expected, String actual) {
        if (expected.equals(actual)) {
            return Optional.empty();
        }
        int[] one = expected.codePoints().toArray();
        int[] other = actual.codePoints().toArray();
        int from = Math.max(0, Arrays.mismatch(one, other));
        int end = 0;
        while (end < Math.min(one.length, other.length) - from
                && one[one.length - 1 - end] == other[other.length - 1 - end]) {
            end++;
        }
        boolean alike = Math.max(one.length, other.length) - from - end <= LONGEST_DIFFERENCE
                && skeleton(around(one, from, end)).equals(skeleton(around(other, from, end)));
        if (!alike) {
            return Optional.empty();
        }
        return Optional.of("they look alike but differ at offset " + from + ": expected "
                + points(Arrays.copyOfRange(one, from, one.length - end)) + ", was "
                + points(Arrays.copyOfRange(other, from, other.length - end)));
    }

    /** The neighbours are included, because together with them the differing part can look like one character. */
    private static String around(int[] points, int from, int fromEnd) {
        int start = Math.max(0, from - NEIGHBOURS);
        int end = Math.min(points.length, points.length - fromEnd + NEIGHBOURS);
        return new String(points, start, end - start);
    }

    private static String points(int[] points) {
        if (points.length == 0) {
            return "nothing";
        }
        return Arrays.stream(points)
                        .limit(MOST_POINTS)
                        .mapToObj(point -> "U+%04X".formatted(point)
                                + (points.length > MOST_NAMES ? "" : " " + Character.getName(point)))
                        .collect(Collectors.joining(", "))
                + (points.length > MOST_POINTS ? ", …" : "");
    }

    /**
     * The visible form of a text: without invisible characters, with one form of whitespace and one character of each
     * group.
     */
    private static String skeleton(String text) {
        StringBuilder skeleton = new StringBuilder();
        Normalizer.normalize(text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !isInvisible(c))
                .map(c -> isBlank(c) ? ' ' : FIRST.getOrDefault(c, c))
                .filter(c -> c != ' ' || skeleton.length() > 0 && skeleton.charAt(skeleton.length() - 1) != ' ')
                .forEach(skeleton::appendCodePoint);
        boolean blankAtEnd = skeleton.length() > 0 && skeleton.charAt(skeleton.length() - 1) == ' ';
        return skeleton.substring(0, skeleton.length() - (blankAtEnd ? 1 : 0));
    }

    private static boolean isBlank(int c) {
        return c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isInvisible(int c) {
        boolean selector = c >= 0xFE00 && c <= 0xFE0F; // variation selectors
        return selector || Character.getType(c) == Character.FORMAT || c == 0x034F || c == 0x3164 || c == 0x115F;
    }

    private static Map<Integer, Integer> first() {
        Map<Integer, Integer> first = new HashMap<>();
        for (String alike : HOMOGLYPHS) {
            alike.codePoints().forEach(c -> first.put(c, alike.codePointAt(0)));
        }
        return first;
    }
}
