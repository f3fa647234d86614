package dev.binrun.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Describes the difference of two texts, or of bytes in hex; long ones are cut around the first difference. */
final class TextDifference {
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})*");
    private static final int LONG = 120;
    private static final int BEFORE = 30;
    private static final int AFTER = 60;

    private TextDifference() {}

    /** Returns the mismatch of a text of an answer. */
    static Mismatch of(String expected, Actual actual) {
        String text = actual.value().getAsString();
        if (actual.key().equals("hex") && HEX.matcher(expected).matches()) {
            return ofBytes(expected, text, actual);
        }
        if (expected.length() <= LONG && text.length() <= LONG) {
            return actual.differsFrom(ShownValue.quoted(expected));
        }
        int at = whole(text, firstDifference(expected, text));
        String where = "first difference at offset " + text.codePointCount(0, at);
        return new Mismatch(actual.path(), cutText(expected, at), cutText(text, at, where));
    }

    /** Returns the mismatch of bytes that are not UTF-8 with an expected text. */
    static Mismatch ofBytesAsText(String expected, Actual actual) {
        String text = ShownValue.hex(actual.value());
        int shown = Math.min(expected.length(), text.length());
        String start = HexFormat.of().formatHex(expected.substring(0, shown).getBytes(StandardCharsets.UTF_8));
        int at = firstDifference(start, text) / 2 * 2;
        return new Mismatch(
                actual.path(),
                cutText(expected, 0),
                "{hex: " + cut(text, at) + "} (" + bytes(text) + ", not a text, first difference at byte " + at / 2
                        + ")");
    }

    private static Mismatch ofBytes(String expected, String text, Actual actual) {
        if (expected.equalsIgnoreCase(text)) {
            return new Mismatch(
                    actual.path(),
                    cut(expected, 0),
                    cut(text, 0) + " (the same bytes; answers have hex in lower case)");
        }
        int at = firstDifference(expected, text) / 2 * 2;
        return new Mismatch(
                actual.path(),
                cut(expected, at) + (expected.length() > LONG ? " (" + bytes(expected) + ")" : ""),
                cut(text, at) + " (" + (text.length() > LONG ? bytes(text) + ", " : "") + "first difference at byte "
                        + at / 2 + ")");
    }

    private static int firstDifference(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int at = 0;
        while (at < shorter && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    /** The text around an offset; a cut text is followed by its length. */
    private static String cutText(String text, int at, String... more) {
        List<String> notes = new ArrayList<>();
        int from = 0;
        int to = text.length();
        if (text.length() > LONG) {
            from = whole(text, Math.max(0, Math.min(at, text.length()) - BEFORE));
            to = whole(text, Math.min(text.length(), at + AFTER));
            notes.add(text.codePointCount(0, text.length()) + " characters");
        }
        notes.addAll(List.of(more));
        String part = (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
        return ShownValue.quoted(part) + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")");
    }

    private static String cut(String hex, int at) {
        if (hex.length() <= LONG) {
            return hex;
        }
        int from = Math.max(0, Math.min(at, hex.length()) - BEFORE);
        int to = Math.min(hex.length(), at + AFTER);
        return (from > 0 ? "…" : "") + hex.substring(from, to) + (to < hex.length() ? "…" : "");
    }

    private static String bytes(String hex) {
        return hex.length() / 2 + " bytes";
    }

    /** The nearest index that does not split a surrogate pair. */
    private static int whole(String text, int index) {
        boolean half = index > 0
                && index < text.length()
                && Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
        return half ? index - 1 : index;
    }
}
