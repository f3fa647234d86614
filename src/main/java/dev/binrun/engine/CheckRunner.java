package dev.binrun.engine;

import dev.binrun.check.Checks;
import dev.binrun.check.Judgement;
import dev.binrun.engine.aftermath.FinalStateReader;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.scenario.StatedCheck;
import dev.binrun.verdict.CheckReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges the checks of a run after its steps, whether they passed or not, and after its faults were undone. */
final class CheckRunner {
    private CheckRunner() {}

    /**
     * Judges all checks. Judges none if a server is lost, because then they prove nothing, or if the thread is
     * interrupted.
     */
    static List<CheckReport> judge(Run run) {
        List<CheckReport> reports = new ArrayList<>();
        run.history().filter(history -> !run.config().checks().isEmpty()).ifPresent(history -> {
            FinalState finalState = new FinalStateReader(
                    run.clients(),
                    run.servers().target(),
                    run.createdAssets(),
                    history,
                    run.config().server().mayChangeSubjects());
            run.config().checks().forEach(check -> reports.add(report(run, check, history, finalState)));
        });
        return isVoid(run) ? notJudged(run) : reports;
    }

    /** Returns the reports of checks that are not judged. */
    static List<CheckReport> notJudged(Run run) {
        return run.config().checks().stream().map(CheckReport::notRun).toList();
    }

    private static CheckReport report(Run run, StatedCheck check, History history, FinalState finalState) {
        if (isVoid(run)) {
            return CheckReport.notRun(check);
        }
        long start = run.now();
        Judgement judgement = Checks.judge(check.check(), history, finalState);
        return new CheckReport(check, judgement, start, Duration.ofNanos(run.now() - start));
    }

    private static boolean isVoid(Run run) {
        return run.servers().lost().isPresent() || Thread.currentThread().isInterrupted();
    }
}
