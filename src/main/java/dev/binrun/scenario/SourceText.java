package dev.binrun.scenario;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of a scenario file, with its lines for the excerpts of problems. */
final class SourceText {
    private static final int WIDEST = 160;
    private static final int LONGEST_BLOCK = 20;

    private final String path;
    private final String text;
    private final List<String> lines;

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
        this.lines = text.lines().toList();
    }

    /** A text that is there already. */
    static SourceText of(String path, String text) {
        return new SourceText(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /**
     * Decodes a file's bytes as UTF-8.
     *
     * @throws InvalidDocument if they are none
     */
    static SourceText decode(String path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String decoded = out.flip().toString();
        if (!result.isError()) {
            return of(path, decoded);
        }
        SourceText upToThere = of(path, decoded);
        int line = (int) decoded.chars().filter(c -> c == '\n').count();
        int column = decoded.length() - (decoded.lastIndexOf('\n') + 1);
        throw new InvalidDocument(upToThere.problem(
                upToThere.place(line, column),
                "byte 0x%02x is not UTF-8 (save the file as UTF-8)".formatted(bytes[in.position()])));
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    /** The line at an index from 0; empty past the end. */
    String line(int index) {
        return index >= 0 && index < lines.size() ? lines.get(index) : "";
    }

    /** The place of a line and a column that count from 0. */
    Place place(int line, int column) {
        return new Place(path, line + 1, column + 1);
    }

    /** A problem at a place, with its line and a caret. */
    Problem problem(Place place, String message) {
        return new Problem(place, message, excerpt(place));
    }

    /** The lines of the item that starts at a place, with their numbers: up to the next line that is not indented deeper. */
    List<String> block(Place place) {
        List<String> block = new ArrayList<>();
        int first = place.line() - 1;
        for (int at = first; at < lines.size() && block.size() < LONGEST_BLOCK; at++) {
            String line = lines.get(at);
            boolean deeper =
                    line.isBlank() || line.length() - line.stripLeading().length() >= place.column() - 1;
            if (at > first && (!deeper || line.isBlank())) {
                break;
            }
            block.add((at + 1) + " | " + (line.length() > WIDEST ? line.substring(0, WIDEST) + "…" : line));
        }
        return block;
    }

    private String excerpt(Place place) {
        String line = line(place.line() - 1);
        if (line.isBlank()) {
            return "";
        }
        int column = Math.min(place.column() - 1, line.codePointCount(0, line.length()));
        int start = column > WIDEST - 20 ? line.offsetByCodePoints(0, column - WIDEST / 2) : 0;
        String shown = line.substring(start).replace('\t', ' ');
        String cut = shown.length() > WIDEST ? shown.substring(0, WIDEST) + "…" : shown;
        int before = column - line.codePointCount(0, start);
        String number = String.valueOf(place.line());
        return "  " + number + " | " + cut + "\n  " + " ".repeat(number.length()) + " | " + " ".repeat(before) + "^";
    }
}
