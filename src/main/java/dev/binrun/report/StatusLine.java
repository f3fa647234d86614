package dev.binrun.report;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;

/** The last line of a terminal, which says how far things are and is gone when they are done; elsewhere nothing. */
public final class StatusLine {
    private static final int WIDTH = 79;
    private static final String ERASE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean shown;
    private boolean drawn;
    private boolean ended;

    /**
     * A status line that is still empty.
     *
     * @param shown whether the stream is a terminal that can erase a line
     */
    public StatusLine(PrintStream out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /** Shows a status in place of the one before. */
    public synchronized void show(String status) {
        if (shown && !ended) {
            String shown = VisibleText.line(status);
            out.print(ERASE + (shown.length() > WIDTH ? shown.substring(0, WIDTH) : shown));
            out.flush();
            drawn = true;
        }
    }

    /** Prints lines that stay, above the status. */
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

    /** Removes the status for good: nothing is shown or printed any more. */
    public synchronized void end() {
        clear();
        out.flush();
        ended = true;
    }

    /** Removes the status. */
    public synchronized void clear() {
        if (drawn) {
            out.print(ERASE);
            drawn = false;
        }
    }
}
