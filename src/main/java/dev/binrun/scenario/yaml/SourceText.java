package dev.binrun.scenario.yaml;

import dev.binrun.form.VisibleText;
import dev.binrun.server.host.SecretText;
import dev.binrun.server.host.Secrets;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a scenario file, with its lines for the excerpts of problems. */
public final class SourceText {
    private static final int WIDEST = 160;
    private static final int LONGEST_BLOCK = 20;

    private final String path;
    private final String text;
    private final List<String> lines;
    private final int[] starts;
    private volatile Masked masked;

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
        this.lines = text.lines().toList();
        this.starts = starts(text, lines.size());
    }

    /** Returns a decoded text, without its byte order mark. */
    public static SourceText of(String path, String text) {
        return new SourceText(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /**
     * Decodes a file's bytes as UTF-8.
     *
     * @throws InvalidDocumentException if the bytes are not UTF-8
     */
    public static SourceText decode(String path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        SourceText decoded = of(path, out.flip().toString());
        if (!result.isError()) {
            return decoded;
        }
        throw new InvalidDocumentException(decoded.problem(
                decoded.place(decoded.text.codePointCount(0, decoded.text.length())),
                "byte 0x%02x is not UTF-8 (save the file as UTF-8)".formatted(bytes[in.position()])));
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    /** Returns whether only whitespace follows from a character on. */
    boolean isEnd(int index) {
        int at = Math.min(index, text.codePointCount(0, text.length()));
        return text.substring(text.offsetByCodePoints(0, at)).isBlank();
    }

    /** Returns the line at an index from 0; empty past the end. */
    String line(int index) {
        return index >= 0 && index < lines.size() ? lines.get(index) : "";
    }

    /** Returns the place of a character. Lines end as in editors; YAML has more line breaks. */
    public Place place(int index) {
        int found = Arrays.binarySearch(starts, index);
        int line = found >= 0 ? found : -found - 2;
        return new Place(path, line + 1, index - starts[line] + 1);
    }

    /** Returns a problem at a place, with its line and a caret. */
    public Problem problem(Place place, String message) {
        return new Problem(place, masked().secrets.mask(message), excerpt(place));
    }

    /** A line with its secrets masked, and the column of a character in it. */
    private record ShownLine(String text, int column) {}

    /** The secrets of the text, found when a part of it is first shown. */
    private record Masked(Secrets secrets, List<SecretText.Span> spans, int[] lineStarts) {}

    private Masked masked() {
        Masked found = masked;
        if (found == null) {
            int[] at = new int[lines.size() + 1];
            for (int i = 0; i < lines.size(); i++) {
                int end = at[i] + lines.get(i).length();
                at[i + 1] = end + (text.startsWith("\r\n", end) ? 2 : 1);
            }
            Secrets secrets = Secrets.writtenIn(text);
            found = new Masked(secrets, secrets.spans(text), at);
            masked = found;
        }
        return found;
    }

    /** Masks the secrets of a line. A mask before a character changes the character's column. */
    private ShownLine shown(int index, int column) {
        String line = line(index);
        int from = masked().lineStarts[index];
        int own = line.offsetByCodePoints(0, Math.min(column, line.codePointCount(0, line.length())));
        int moved = own;
        StringBuilder shown = new StringBuilder();
        int done = 0;
        for (SecretText.Span span : masked().spans) {
            int start = Math.max(firstOf(line), span.start() - from);
            int end = Math.min(line.length(), span.end() - from);
            if (start < end) {
                shown.append(line, done, start);
                moved += own >= end ? Secrets.MASK.length() - (end - start) : own > start ? start - own : 0;
                shown.append(Secrets.MASK);
                done = end;
            }
        }
        shown.append(line, done, line.length());
        int columns = shown.codePointCount(0, Math.min(moved, shown.length()));
        return new ShownLine(shown.toString(), columns);
    }

    private static int firstOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Returns the numbered lines of the item at a place, up to the next line that is not indented deeper. */
    public List<String> block(Place place) {
        List<String> block = new ArrayList<>();
        int first = itemStart(place);
        for (int at = first; at < lines.size() && block.size() < LONGEST_BLOCK; at++) {
            String line = lines.get(at);
            boolean deeper =
                    line.isBlank() || line.length() - line.stripLeading().length() >= place.column() - 1;
            if (at > first && (!deeper || line.isBlank())) {
                break;
            }
            String shown = shown(at, 0).text();
            block.add((at + 1) + " | " + (shown.length() > WIDEST ? shown.substring(0, WIDEST) + "…" : shown));
        }
        return block;
    }

    /** Finds the line with the item's dash, because the key at the place need not be the item's first. */
    private int itemStart(Place place) {
        int own = place.line() - 1;
        for (int at = own; at >= 0 && own - at < LONGEST_BLOCK / 2; at--) {
            String before = line(at).substring(0, Math.min(line(at).length(), place.column() - 1));
            if (before.strip().equals("-")) {
                return at;
            }
            if (!before.isBlank() || line(at).isBlank()) {
                return own;
            }
        }
        return own;
    }

    private String excerpt(Place place) {
        if (line(place.line() - 1).isBlank()) {
            return "";
        }
        ShownLine masked = shown(place.line() - 1, place.column() - 1);
        int[] line = visible(masked.text());
        int at = masked.text().offsetByCodePoints(0, masked.column());
        int column = Math.min(visible(masked.text().substring(0, at)).length, line.length);
        int start = column > WIDEST - 20 ? column - WIDEST / 2 : 0;
        int end = Math.min(line.length, start + WIDEST);
        String shown = (start > 0 ? "…" : "") + new String(line, start, end - start) + (end < line.length ? "…" : "");
        int before = (start > 0 ? 1 : 0)
                + Arrays.stream(line, start, column).map(SourceText::width).sum();
        String number = String.valueOf(place.line());
        return "  " + number + " | " + shown + "\n  " + " ".repeat(number.length()) + " | " + " ".repeat(before) + "^";
    }

    private static int[] visible(String text) {
        return VisibleText.line(text.replace('\t', ' ')).codePoints().toArray();
    }

    /** The number of columns of a character in a terminal. */
    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = character >= 0x1F300 && character < 0x20000
                || Character.isIdeographic(character)
                || character >= 0x1100 && character < 0x1160
                || character >= 0x3000 && character < 0xD7B0
                || character >= 0xFF01 && character < 0xFF61;
        return wide ? 2 : 1;
    }

    /** The start of each line in characters, including the line after the last line break. */
    private static int[] starts(String text, int lines) {
        int[] starts = new int[lines + 1];
        int line = 0;
        int index = 0;
        for (int at = 0; at < text.length(); index++) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            boolean firstHalf = character == '\r' && at < text.length() && text.charAt(at) == '\n';
            if (character == '\n' || character == '\r' && !firstHalf) {
                starts[++line] = index + 1;
            }
        }
        return Arrays.copyOf(starts, line + 1);
    }
}
