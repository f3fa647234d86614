package dev.binrun.cli;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;

/**
 * Prints text without control characters and invisible characters. Text goes to the other stream, in that stream's encoding; bytes
 * that are written, such as the colours of the usage, pass unchanged.
 */
final class VisibleStream extends PrintStream {
    private final PrintStream raw;

    VisibleStream(PrintStream raw) {
        super(raw, true);
        this.raw = raw;
    }

    /** Returns the stream behind this one, for text that contains colours. */
    PrintStream raw() {
        return raw;
    }

    @Override
    public void print(String text) {
        raw.print(VisibleText.text(String.valueOf(text)));
    }

    @Override
    public void print(Object value) {
        print(String.valueOf(value));
    }

    @Override
    public void println(String text) {
        raw.println(VisibleText.text(String.valueOf(text)));
    }

    @Override
    public void println(Object value) {
        println(String.valueOf(value));
    }
}
