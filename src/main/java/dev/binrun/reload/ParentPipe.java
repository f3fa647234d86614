package dev.binrun.reload;

import java.io.IOException;

/** The end of a program with the JVM that started it: its standard input ends when that JVM ends in any way. */
public final class ParentPipe {
    /** The option of a JVM whose program ends with its standard input. */
    static final String CHILD = "-Dbinrun.child=true";

    private ParentPipe() {}

    /**
     * Waits until the other JVM lets this program begin, if another JVM started it, and ends it with that JVM.
     *
     * @param end ends the program
     */
    public static void ifChild(Runnable end) {
        if (!Boolean.getBoolean("binrun.child")) {
            return;
        }
        if (!mayBegin()) {
            end.run();
        }
        Thread thread = new Thread(
                () -> {
                    awaitEnd();
                    end.run();
                },
                "binrun-parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean mayBegin() {
        try {
            return System.in.read() >= 0;
        } catch (IOException e) {
            return false; // the pipe is gone
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // the parent writes nothing
            }
        } catch (IOException e) {
            return; // the pipe is gone
        }
    }
}
