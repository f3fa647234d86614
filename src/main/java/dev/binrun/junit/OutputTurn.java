package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the outputs of parallel scenarios apart. Surefire attributes output to the test that ends next. So a scenario
 * prints at its end, and no other scenario prints until {@link ScenarioListener} receives that end.
 *
 * <p>The launcher loads that listener before Surefire adds its own, and reports ends in reverse order.
 */
final class OutputTurn {
    private static final ReentrantLock TURN = new ReentrantLock();

    private OutputTurn() {}

    /** Prints as the last action of a test; without a turn on a thread on which JUnit reports no end. */
    static void print(PrintStream out, String text) {
        if (ScenarioListener.isInTest() && !TURN.isHeldByCurrentThread()) {
            TURN.lock();
        }
        out.print(VisibleText.text(text));
        out.flush();
    }

    /** Ends the turn of this thread, if it has one. */
    static void end() {
        if (TURN.isHeldByCurrentThread()) {
            TURN.unlock();
        }
    }
}
