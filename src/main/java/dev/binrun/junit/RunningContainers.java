package dev.binrun.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** The test containers that JUnit executes on the calling thread: the factory method, and dynamic containers within it. */
public final class RunningContainers implements TestExecutionListener {
    private static final ThreadLocal<Deque<TestIdentifier>> RUNNING = ThreadLocal.withInitial(ArrayDeque::new);

    /** Returns the name of the test class whose factory method runs; of an inherited method too. */
    static Optional<String> testClass() {
        return RUNNING.get().stream()
                .flatMap(container -> container.getSource().stream())
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getClassName())
                .findFirst();
    }

    /** Returns the display name of the innermost container. */
    static Optional<String> innermost() {
        return Optional.ofNullable(RUNNING.get().peek()).map(TestIdentifier::getDisplayName);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        SurefireReporting.noteCaller();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isContainer()) {
            RUNNING.get().push(test);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isContainer()) {
            RUNNING.get().remove(test);
        }
    }
}
