package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Verdict;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The JUnit result of a verdict: success, failure, error or aborted. Exceptions have no stack trace, which would hide
 * the message.
 */
final class JUnitResult {
    private JUnitResult() {}

    /**
     * Returns if the scenario passed, and otherwise throws the exception that JUnit reports.
     *
     * @throws AssertionFailedError for FAILED
     * @throws TestAbortedException for SKIPPED
     * @throws InvalidScenarioException for INVALID
     * @throws BrokenScenarioException for BROKEN
     */
    static void enforce(Verdict verdict) {
        switch (verdict.outcome()) {
            case PASSED -> {}
            case SKIPPED -> throw bare(new TestAbortedException(VisibleText.text(verdict.message())));
            case FAILED -> throw bare(failure(verdict));
            case INVALID -> throw new InvalidScenarioException(report(verdict));
            case BROKEN -> throw new BrokenScenarioException(report(verdict));
        }
    }

    /** Development environments show the expected and the actual value side by side. */
    private static AssertionFailedError failure(Verdict verdict) {
        return verdict.difference()
                .map(mismatch -> new AssertionFailedError(
                        report(verdict), VisibleText.text(mismatch.expected()), VisibleText.text(mismatch.actual())))
                .orElseGet(() -> new AssertionFailedError(report(verdict)));
    }

    private static String report(Verdict verdict) {
        return VisibleText.text(verdict.report());
    }

    /** Removes the stack traces of an exception and of its causes, and returns it. */
    static <T extends Throwable> T bare(T thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            cause.setStackTrace(new StackTraceElement[0]);
        }
        return thrown;
    }
}
