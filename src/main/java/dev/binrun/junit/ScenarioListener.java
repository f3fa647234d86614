package dev.binrun.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The listener that JUnit loads in every project with binrun on the class path.
 *
 * <p>JUnit accepts no listener once tests run. So this one only notes which tests run on each thread, and loads no
 * other class of binrun, until {@link Scenarios} is used.
 */
public final class ScenarioListener implements TestExecutionListener {
    private static final ThreadLocal<Deque<TestIdentifier>> RUNNING = ThreadLocal.withInitial(ArrayDeque::new);
    private static volatile Thread launcher = Thread.currentThread();
    private static volatile boolean used;

    /** Creates the listener; JUnit calls this through its service loader. */
    public ScenarioListener() {}

    /** Lets the tests that start from now on take turns to print. */
    static void use() {
        used = true;
    }

    /** Returns whether JUnit runs a test on this thread, and will report its end here. */
    static boolean isInTest() {
        TestIdentifier innermost = RUNNING.get().peek();
        return innermost != null && innermost.isTest();
    }

    /** Returns the name of the test class whose factory method runs on this thread, also of an inherited method. */
    static Optional<String> testClass() {
        return RUNNING.get().stream()
                .flatMap(container -> container.getSource().stream())
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getClassName())
                .findFirst();
    }

    /** Returns the display name of the innermost container on this thread. */
    static Optional<String> innermost() {
        return Optional.ofNullable(RUNNING.get().peek()).map(TestIdentifier::getDisplayName);
    }

    /** Returns whether a class of this name, found by its own loader or hidden from it, called JUnit. */
    static boolean isCalledBy(String className) {
        for (StackTraceElement frame : launcher.getStackTrace()) {
            if (frame.getClassName().equals(className)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        launcher = Thread.currentThread();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        RUNNING.get().push(test);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        RUNNING.get().remove(test);
        if (used && test.isTest()) {
            OutputTurn.end();
        }
    }
}
