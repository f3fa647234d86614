package dev.binrun.playground;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Prints the lines of the live system, and warns once on another stream if they cannot be written. If the reader of the
 * output closed it, the warnings go to the other stream.
 */
final class LiveOutput {
    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier readerGone;
    private boolean warned;

    /**
     * Creates an output.
     *
     * @param readerGone returns whether the reader of the output has closed it
     */
    LiveOutput(PrintStream out, PrintStream err, BooleanSupplier readerGone) {
        this.out = out;
        this.err = err;
        this.readerGone = readerGone;
    }

    synchronized void print(String line) {
        if (readerGone.getAsBoolean()) {
            if (line.startsWith("warning: ")) {
                err.println(line);
            }
            return;
        }
        out.println(line);
        if (!warned && out.checkError()) {
            warned = true;
            err.println("warning: standard output cannot be written; events and commands go on without their lines");
        }
    }

    /** Returns whether all lines were written. */
    synchronized boolean isComplete() {
        return !warned;
    }
}
