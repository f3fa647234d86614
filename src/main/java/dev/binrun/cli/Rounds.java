package dev.binrun.cli;

import dev.binrun.report.LineReport;
import dev.binrun.report.Report;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Verdict;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The rounds of a run: a single one, or as many as pass. */
final class Rounds {
    private final List<ScenarioFile> files;
    private final Optional<Integer> most;
    private final Collection<Report> reports;
    private final Function<List<ScenarioFile>, RunResults> opening;
    private final Set<String> failures = new LinkedHashSet<>();
    private RunResults current;
    private boolean stopped;

    /**
     * Creates rounds that are not started.
     *
     * @param most the largest number of rounds; empty if the run has no rounds
     * @param opening opens the results of one round
     */
    Rounds(
            List<ScenarioFile> files,
            Optional<Integer> most,
            Collection<Report> reports,
            Function<List<ScenarioFile>, RunResults> opening) {
        this.files = files;
        this.most = most;
        this.reports = reports;
        this.opening = opening;
    }

    /**
     * Runs rounds until one does not pass, or until a report cannot be written, and returns the verdicts of the last.
     *
     * @param launcher runs the scenarios of one round
     */
    List<Verdict> run(BiFunction<List<ScenarioFile>, RunResults, List<Verdict>> launcher) {
        List<Verdict> verdicts = List.of();
        for (int number = 1; begin(number); number++) {
            verdicts = launcher.apply(scenarios(number), current);
            failures.addAll(current.failures());
            if (number >= most.orElse(1) || LineReport.exitCode(verdicts) > 0 || !failures.isEmpty()) {
                current.summary();
                failures.addAll(current.failures());
                return verdicts;
            }
            current.roundPassed();
        }
        return verdicts;
    }

    private synchronized boolean begin(int number) {
        if (!stopped) {
            most.ifPresent(rounds -> reports.forEach(report -> report.roundStarted(number)));
            current = opening.apply(scenarios(number));
        }
        return !stopped;
    }

    /** Stops the running scenarios, and reports the results of this round. No other round begins. */
    void stop() {
        RunResults last;
        synchronized (this) {
            stopped = true;
            last = current;
        }
        if (last != null) {
            last.stop();
        }
    }

    /** Returns one sentence for each report that could not be written. */
    Set<String> failures() {
        return failures;
    }

    private List<ScenarioFile> scenarios(int round) {
        return most.isEmpty()
                ? files
                : files.stream().map(file -> withSeed(file, round)).toList();
    }

    private static ScenarioFile withSeed(ScenarioFile file, int seed) {
        return new ScenarioFile(
                file.path(),
                file.scenarios().stream()
                        .map(scenario ->
                                scenario.withConfig(scenario.config().map(config -> config.withSeedUnlessGiven(seed))))
                        .toList());
    }
}
