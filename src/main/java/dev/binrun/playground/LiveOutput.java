package dev.binrun.playground;

import java.io.PrintStream;

/** Prints the lines of the live system, and warns once on another stream if they cannot be written. */
final class LiveOutput {
    private final PrintStream out;
    private final PrintStream err;
    private boolean warned;

    LiveOutput(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    synchronized void print(String line) {
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
