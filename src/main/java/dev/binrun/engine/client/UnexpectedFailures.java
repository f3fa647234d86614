package dev.binrun.engine.client;

import dev.binrun.jetstream.Connections;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.MemoryLimit;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailureReport;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The errors and unexpected exceptions on the threads of one run. Each makes the scenario BROKEN, whatever its steps
 * observed, because a step may have timed out only because a thread had ended.
 */
public final class UnexpectedFailures {
    private static final int MOST = 10;
    private static final int TRACE_LINES = 60;

    /** Filled in place: recording an {@link OutOfMemoryError} must not allocate. */
    private final String[] threads = new String[MOST];

    private final Throwable[] failures = new Throwable[MOST];
    private int count;
    private boolean judged;
    private boolean endedEarly;
    private Runnable onFirst = () -> {};

    /**
     * Records a failure on the current thread. The report shows the stack trace unless it is a {@link BrokenException}.
     *
     * @return false if the verdict is already final
     */
    public synchronized boolean add(Throwable failure) {
        if (judged) {
            return false;
        }
        if (count < MOST && !isKnown(failure) && !Connections.isClosingRace(failure)) {
            threads[count] = Thread.currentThread().getName();
            failures[count++] = failure;
            if (count == 1) {
                onFirst.run();
            }
        }
        return true;
    }

    /** Runs a task at the first failure, or at once if there is one already. The task must not allocate or wait. */
    public synchronized void onFirst(Runnable task) {
        onFirst = task;
        if (count > 0) {
            task.run();
        }
    }

    /** Notes that the steps ended early because of a failure, so that their verdict says nothing. */
    public synchronized void endedEarly() {
        endedEarly = true;
    }

    /** Returns the verdict if there is no failure; else BROKEN, with a report that contains the verdict. */
    public synchronized Verdict judge(Verdict verdict) {
        judged = true;
        if (count == 0) {
            return verdict;
        }
        Optional<String> limit = Arrays.stream(failures, 0, count)
                .flatMap(failure -> MemoryLimit.reached(failure).stream())
                .findFirst();
        return limit.map(sentence -> broken(verdict, sentence, ""))
                .orElseGet(() -> broken(verdict, message(0), report(verdict)));
    }

    /** Returns the verdict about an exception that ended the run's own thread. */
    public static Verdict thrown(ScenarioCase scenario, Throwable failure) {
        return MemoryLimit.reached(failure)
                .map(sentence -> Verdicts.of(scenario, Outcome.BROKEN, sentence))
                .orElseGet(() -> {
                    String message = "binrun itself failed, please report it: " + firstLine(failure);
                    return Verdicts.of(scenario, Outcome.BROKEN, message, message + "\n" + trace(failure));
                });
    }

    private static Verdict broken(Verdict verdict, String message, String report) {
        return new Verdict(
                        verdict.name(),
                        verdict.place(),
                        Outcome.BROKEN,
                        message,
                        report,
                        verdict.took(),
                        verdict.digest(),
                        verdict.output())
                .withServerVersion(verdict.serverVersion());
    }

    private String report(Verdict verdict) {
        List<String> parts = new ArrayList<>();
        parts.add(message(0));
        parts.add(failures[0] instanceof BrokenException broken ? broken.details() : trace(failures[0]));
        for (int i = 1; i < count; i++) {
            parts.add("also: " + message(i));
        }
        String first = endedEarly ? "the scenario ended early" : "without it the verdict would be " + verdict.outcome();
        parts.add(first + (verdict.report().isEmpty() ? "" : ": " + verdict.report()));
        return FailureReport.joined(parts.toArray(String[]::new));
    }

    private String message(int i) {
        return failures[i] instanceof BrokenException broken
                ? broken.getMessage()
                : "unexpected error on the thread '" + threads[i] + "': " + firstLine(failures[i]);
    }

    private boolean isKnown(Throwable failure) {
        for (int i = 0; i < count; i++) {
            if (failures[i] == failure) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** Shortens a stack trace, because that of an endless recursion has thousands of lines. */
    private static String trace(Throwable failure) {
        StringWriter whole = new StringWriter();
        failure.printStackTrace(new PrintWriter(whole));
        List<String> lines = whole.toString().lines().toList();
        String first = String.join("\n", lines.subList(0, Math.min(TRACE_LINES, lines.size())));
        return lines.size() <= TRACE_LINES ? first : first + "\n\t… " + (lines.size() - TRACE_LINES) + " more lines";
    }
}
