package dev.binrun.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal that shows the bytes that it gets: text, line breaks, and the control sequences that binrun uses. Any
 * other sequence is an error. Lines that leave the screen at its top stay in the history.
 */
public final class FakeTerminal extends ByteArrayOutputStream {
    private final int rows;
    private final int columns;
    private final List<String> history = new ArrayList<>();
    private final List<StringBuilder> screen = new ArrayList<>();
    private int row;
    private int column;
    private boolean wraps = true;

    /** Creates an empty terminal. */
    public FakeTerminal(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        screen.add(new StringBuilder());
    }

    /** Shows everything that was written, and returns all lines since the start. */
    public synchronized List<String> lines() {
        show(toString(StandardCharsets.UTF_8));
        reset();
        List<String> lines = new ArrayList<>(history);
        screen.forEach(line -> lines.add(line.toString().stripTrailing()));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** Shows everything that was written, and returns the row of the cursor, from 0, in all lines. */
    public synchronized int cursor() {
        lines();
        return history.size() + row;
    }

    /** Returns whether the terminal wraps long lines, as it does for all programs. */
    public synchronized boolean wraps() {
        lines();
        return wraps;
    }

    private void show(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001B') {
                int end = i + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                control(text.substring(i + 1, end + 1));
                i = end;
            } else if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                newLine();
            } else {
                put(c);
            }
        }
    }

    private void control(String sequence) {
        if (sequence.equals("[J")) {
            screen.get(row).setLength(Math.min(column, screen.get(row).length()));
            screen.subList(row + 1, screen.size()).clear();
        } else if (sequence.matches("\\[\\d+A")) {
            row = Math.max(0, row - Integer.parseInt(sequence.substring(1, sequence.length() - 1)));
        } else if (sequence.equals("[?7l") || sequence.equals("[?7h")) {
            wraps = sequence.endsWith("h");
        } else if (!sequence.matches("\\[[\\d;]*m")) {
            throw new AssertionError("unknown control sequence " + sequence);
        }
    }

    /** A terminal line discipline makes a carriage return and a line feed of each line feed. */
    private void newLine() {
        column = 0;
        row++;
        if (row == screen.size()) {
            screen.add(new StringBuilder());
        }
        if (row == rows) {
            history.add(screen.remove(0).toString().stripTrailing());
            row--;
        }
    }

    private void put(char c) {
        if (column == columns) {
            if (wraps) {
                newLine();
            } else {
                column--;
            }
        }
        StringBuilder line = screen.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }
}
