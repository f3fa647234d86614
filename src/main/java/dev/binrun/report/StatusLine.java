package dev.binrun.report;

import dev.binrun.form.VisibleText;
import dev.binrun.server.host.TerminalSize;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The last lines of a terminal, with the progress of the work; removed when the work ends. Other outputs have none.
 *
 * <p>The cursor stays at the beginning of the first line. So text of other programs, such as the JVM's, overwrites the
 * progress and is not overwritten; and the lines are removed completely if the terminal has wrapped them.
 */
public final class StatusLine {
    private static final String ERASE = "\r\u001B[J";
    private static final String CUT = "\u001B[?7l";
    private static final String WRAP = "\u001B[?7h";

    private final PrintStream out;
    private final boolean shown;
    private volatile TerminalSize size = TerminalSize.USUAL;
    private boolean drawn;
    private boolean ended;

    /**
     * Creates an empty status line.
     *
     * @param shown whether the stream is a terminal that can erase a line
     */
    public StatusLine(PrintStream out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /** Returns whether there are status lines at all. */
    boolean isShown() {
        return shown;
    }

    /** Sets the size of the terminal. */
    void fit(TerminalSize current) {
        size = current;
    }

    /** Returns the largest number of lines to show: half of the terminal, so that the last results stay visible. */
    int rows() {
        return Math.max(1, size.rows() / 2);
    }

    /** Replaces the status. */
    public void show(String status) {
        show(List.of(status));
    }

    /** Replaces the status. The terminal cuts lines that are too long because it has become narrower. */
    synchronized void show(List<String> lines) {
        if (shown && !ended && !lines.isEmpty()) {
            String up = lines.size() > 1 ? "\u001B[" + (lines.size() - 1) + "A" : "";
            String text = lines.stream().map(this::cut).collect(Collectors.joining("\n"));
            out.print((drawn ? ERASE : "") + CUT + text + WRAP + up + "\r");
            out.flush();
            drawn = true;
        }
    }

    private String cut(String line) {
        String visible = VisibleText.line(line);
        int width = Math.max(1, size.columns() - 1);
        return visible.codePointCount(0, visible.length()) <= width
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, width));
    }

    /** Prints lines above the status. */
    public void print(String lines) {
        printColoured(VisibleText.text(lines));
    }

    /** Prints lines that may contain colours; their text must have passed {@link VisibleText}. */
    synchronized void printColoured(String lines) {
        if (ended) {
            return;
        }
        clear();
        out.print(lines);
        out.flush();
    }

    /** Removes the status; later calls show and print nothing. */
    public synchronized void end() {
        clear();
        out.flush();
        ended = true;
    }

    /** Removes the status until the next one. */
    public synchronized void clear() {
        if (drawn) {
            out.print(ERASE);
            drawn = false;
        }
    }
}
