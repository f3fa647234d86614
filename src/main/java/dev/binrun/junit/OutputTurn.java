package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Keeps the output of scenarios that run at the same time apart: Surefire gives what was printed to the test that ends
 * next, so a scenario prints last of all, and no other prints until its end is reported.
 *
 * <p>The launcher loads this listener before Surefire adds its own, and tells of ends in reverse order.
 */
public final class OutputTurn implements TestExecutionListener {
    private static final ReentrantLock TURN = new ReentrantLock();
    private static final ThreadLocal<Boolean> WATCHED = new ThreadLocal<>();

    /** Prints as the last thing that a test does; on a thread where nobody would end the turn, simply prints. */
    static void print(PrintStream out, String text) {
        if (WATCHED.get() != null) {
            TURN.lock();
        }
        out.print(VisibleText.text(text));
        out.flush();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            WATCHED.set(true);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            WATCHED.remove();
            if (TURN.isHeldByCurrentThread()) {
                TURN.unlock();
            }
        }
    }
}
