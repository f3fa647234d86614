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

/** Judges the checks of a run whose steps have ended, whatever came of them, and whose faults are undone. */
final class CheckRunner {
    private CheckRunner() {}

    /** All checks; none is judged if a server is lost, for then nothing is proved, or if this is interrupted. */
    static List<CheckReport> judge(Run run) {
        List<CheckReport> reports = new ArrayList<>();
        run.history().ifPresent(history -> {
            FinalState end = new FinalStateReader(
                    run.clients(),
                    run.servers().cluster(),
                    run.createdAssets(),
                    history,
                    run.config().server().mayChangeSubjects());
            run.config().checks().forEach(check -> reports.add(report(run, check, history, end)));
        });
        return isVoid(run) ? notJudged(run) : reports;
    }

    static List<CheckReport> notJudged(Run run) {
        return run.config().checks().stream().map(CheckReport::none).toList();
    }

    private static CheckReport report(Run run, StatedCheck check, History history, FinalState end) {
        if (isVoid(run)) {
            return CheckReport.none(check);
        }
        long start = run.now();
        Judgement judgement = Checks.judge(check.check(), history, end);
        return new CheckReport(check, judgement, start, Duration.ofNanos(run.now() - start));
    }

    private static boolean isVoid(Run run) {
        return run.servers().lost().isPresent() || Thread.currentThread().isInterrupted();
    }
}
