package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Verdict;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What a verdict is to JUnit: success, failure, error or aborted; thrown without frames, which would bury the message. */
final class JUnitResult {
    private JUnitResult() {}

    /** Returns if the scenario passed, else throws what JUnit shows. */
    static void enforce(Verdict verdict) {
        switch (verdict.outcome()) {
            case PASSED -> {}
            case SKIPPED -> throw bare(new TestAbortedException(VisibleText.text(verdict.message())));
            case FAILED -> throw bare(failure(verdict));
            case INVALID -> throw new InvalidScenarioException(report(verdict));
            case BROKEN -> throw new BrokenScenarioException(report(verdict));
        }
    }

    /** Development environments show what was expected and what was there beside each other. */
    private static AssertionFailedError failure(Verdict verdict) {
        return verdict.difference()
                .map(m -> new AssertionFailedError(
                        report(verdict), VisibleText.text(m.expected()), VisibleText.text(m.actual())))
                .orElseGet(() -> new AssertionFailedError(report(verdict)));
    }

    private static String report(Verdict verdict) {
        return VisibleText.text(verdict.report());
    }

    /** The same without its frames and those of its causes. */
    static <T extends Throwable> T bare(T thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            each.setStackTrace(new StackTraceElement[0]);
        }
        return thrown;
    }
}
