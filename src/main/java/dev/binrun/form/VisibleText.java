package dev.binrun.form;

/**
 * Makes text safe to print. Replaces characters that control a terminal or are invisible by their code points, as YAML
 * writes them in double quotes: {@code \x1b}, {@code \u202e}, {@code \U000e0041}. All scripts and emoji stay as they
 * are.
 */
public final class VisibleText {
    /**
     * Latin, Greek and Cyrillic letters never join; emoji and the scripts that need a joiner have higher code points.
     */
    private static final int FIRST_JOINING = 0x0590;

    private VisibleText() {}

    /** Returns the text with all unsafe characters replaced. Tabs and line breaks stay. */
    public static String text(String text) {
        return replaced(text, false);
    }

    /** Returns the text as a single line, with all unsafe characters, tabs and line breaks replaced. */
    public static String line(String text) {
        return replaced(text, true);
    }

    private static String replaced(String text, boolean singleLine) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < points.length; i++) {
            if (points[i] == '\n' || points[i] == '\t' || isLineBreak(points, i)) {
                shown.append(singleLine ? shortForm(points[i]) : Character.toString(points[i]));
            } else if (isPrintable(points, i)) {
                shown.appendCodePoint(points[i]);
            } else {
                shown.append(escaped(points[i]));
            }
        }
        return shown.toString();
    }

    private static String escaped(int c) {
        return c == '\r'
                ? shortForm(c)
                : String.format(c < 0x100 ? "\\x%02x" : Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x", c);
    }

    private static String shortForm(int c) {
        return c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    /** A carriage return that is not the first half of a line break would let a text overwrite its own line. */
    private static boolean isLineBreak(int[] points, int i) {
        return points[i] == '\r' && at(points, i + 1) == '\n';
    }

    private static boolean isPrintable(int[] points, int i) {
        int c = points[i];
        if (isJoiner(c)) {
            return isJoining(at(points, i - 1)) && isJoining(at(points, i + 1));
        }
        if (isVariationSelector(c)) {
            return isBase(at(points, i - 1));
        }
        return hasShape(c) || !isInvisible(c);
    }

    private static int at(int[] points, int i) {
        return i >= 0 && i < points.length ? points[i] : ' ';
    }

    /** Joiners have an effect only beside these characters, as in Persian, Hindi or an emoji of several people. */
    private static boolean isJoining(int c) {
        return c >= FIRST_JOINING && (!isInvisible(c) || isVariationSelector(c)) && !Character.isWhitespace(c);
    }

    /** A variation selector after another one or after a space has no effect; it can only hide data. */
    private static boolean isBase(int c) {
        return c > ' ' && !isInvisible(c) && !isVariationSelector(c);
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    private static boolean isVariationSelector(int c) {
        return c >= 0xFE00 && c <= 0xFE0F || c >= 0x180B && c <= 0x180D || c >= 0xE0100 && c <= 0xE01EF;
    }

    /** Visible format characters: the number signs of Arabic, Syriac and Kaithi. */
    private static boolean hasShape(int c) {
        return c >= 0x0600 && c <= 0x0605
                || c == 0x06DD
                || c == 0x0890
                || c == 0x0891
                || c == 0x08E2
                || c == 0x110BD
                || c == 0x110CD;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default ->
                isFiller(c) || (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF || c >= 0xE0000 && c < 0xE1000;
        };
    }

    /** Invisible letters and marks. */
    private static boolean isFiller(int c) {
        return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 || c == 0xFFA0;
    }
}
