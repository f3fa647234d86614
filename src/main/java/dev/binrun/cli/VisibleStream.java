package dev.binrun.cli;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;

/**
 * A stream that escapes control characters and invisible characters in text. Bytes that are written, such as the
 * colours of the usage, pass unchanged.
 */
final class VisibleStream extends PrintStream {
    private final PrintStream raw;

    /** Wraps a stream, and keeps its encoding. */
    VisibleStream(PrintStream raw) {
        super(raw, true);
        this.raw = raw;
    }

    /** Returns the wrapped stream, for text with colours. */
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
