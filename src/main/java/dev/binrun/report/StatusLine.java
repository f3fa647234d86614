package dev.binrun.report;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;

/** The last line of a terminal, with the progress of the work; removed when the work ends. Other outputs have none. */
public final class StatusLine {
    private static final int WIDTH = 79;
    private static final String ERASE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean shown;
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

    /** Replaces the status. */
    public synchronized void show(String status) {
        if (shown && !ended) {
            String shown = VisibleText.line(status);
            out.print(ERASE + (shown.length() > WIDTH ? shown.substring(0, WIDTH) : shown));
            out.flush();
            drawn = true;
        }
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
