package dev.binrun.cli;

import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The results of one run. Reports get each verdict when its scenario ends, and the verdicts of a file when its last
 * scenario ends. If the process is told to stop, they get the verdicts so far.
 */
final class RunResults {
    /** A signal to the process group can end a server, and so its scenario, before this process handles it. */
    private static final Duration SIGNAL_ARRIVES = Duration.ofSeconds(1);

    /** The server of a failed step may be about to end, because of the same signal. */
    private static final Duration SIGNAL_FOLLOWS = Duration.ofMillis(100);

    /** An interrupted scenario kills its servers; the reaper kills those that are left after this time. */
    private static final Duration SCENARIOS_END = Duration.ofSeconds(3);

    /** A blocked standard output must not keep the process from ending. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);

    private final List<ScenarioFile> files;
    private final List<Verdict> leftOut;
    private final Map<ReportFormat, Report> reports;
    private final long start = System.nanoTime();
    private final Map<String, Verdict> finished = new LinkedHashMap<>();
    private final Map<String, RunningScenario> running = new LinkedHashMap<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Optional<String> endsAtFailure;
    private Optional<String> firstFailure = Optional.empty();

    private interface ReportCall {
        void to(Report report) throws IOException;
    }

    private interface EndCall {
        void to(Report report, List<Verdict> verdicts) throws IOException;
    }

    /** A scenario that has started and whose verdict is not reported yet. */
    private record RunningScenario(ScenarioCase scenario, Thread thread, long start, CompletableFuture<Void> over) {
        Verdict interrupted() {
            return new Verdict(
                    scenario.name(),
                    scenario.place(),
                    Outcome.BROKEN,
                    "interrupted: the run was stopped before this scenario ended",
                    "",
                    Duration.ofNanos(System.nanoTime() - start),
                    "",
                    "");
        }
    }

    /**
     * Begins all reports.
     *
     * @param leftOut the verdicts of scenarios that do not run, which the reports of their files contain
     * @param endsAtFailure the option because of which no scenario starts after one that did not pass
     */
    RunResults(
            List<ScenarioFile> files,
            List<Verdict> leftOut,
            Map<ReportFormat, Report> reports,
            Optional<String> endsAtFailure) {
        this.endsAtFailure = endsAtFailure;
        this.files = files;
        this.leftOut = leftOut;
        this.reports = reports;
        List<String> paths = Stream.concat(
                        files.stream().map(file -> file.scenarios().get(0).place()),
                        leftOut.stream().map(Verdict::place))
                .map(Place::path)
                .distinct()
                .toList();
        int total = files.stream().mapToInt(file -> file.scenarios().size()).sum();
        write(report -> report.begin(paths, total));
        paths.stream().filter(path -> selected(path).isEmpty()).forEach(path -> fileEnded(path, List.of()));
    }

    /** Runs one scenario, or returns the verdict SKIPPED if the run was stopped or ended at a failure. */
    Verdict judge(ScenarioCase scenario, Supplier<Verdict> engine) {
        RunningScenario own =
                new RunningScenario(scenario, Thread.currentThread(), System.nanoTime(), new CompletableFuture<>());
        synchronized (this) {
            Optional<Verdict> tooLate = tooLate(scenario);
            if (tooLate.isPresent()) {
                return tooLate.get();
            }
            running.put(scenario.name(), own);
            write(report -> report.started(scenario));
        }
        try {
            Verdict verdict = engine.get();
            noteFailure(verdict);
            if (verdict.outcome() == Outcome.FAILED) {
                awaitSignal(SIGNAL_FOLLOWS);
            } else if (verdict.outcome() == Outcome.BROKEN) {
                awaitSignal(SIGNAL_ARRIVES);
            }
            return verdict;
        } finally {
            if (isStopped()) {
                Thread.interrupted(); // JUnit's pool does not expect to be interrupted
            }
            own.over().complete(null);
        }
    }

    private Optional<Verdict> tooLate(ScenarioCase scenario) {
        return isStopped()
                ? Optional.of(notRun(scenario))
                : firstFailure.map(
                        failure -> notRun(scenario, endsAtFailure.orElse("") + " ended the run: " + failure));
    }

    private synchronized void noteFailure(Verdict verdict) {
        if (endsAtFailure.isPresent()
                && firstFailure.isEmpty()
                && verdict.outcome().exitCode() > 0) {
            firstFailure = Optional.of("'" + verdict.name() + "' is " + verdict.outcome());
        }
    }

    private void awaitSignal(Duration limit) {
        try {
            stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller checks whether the run was stopped
        }
    }

    /** Reports a verdict. A verdict after the run was stopped is ignored, because its servers may have been killed. */
    synchronized void ended(Verdict verdict) {
        if (isStopped()) {
            return;
        }
        noteFailure(verdict);
        running.remove(verdict.name());
        finished.put(verdict.name(), verdict);
        write(report -> report.ended(verdict));
        String path = verdict.place().path();
        List<ScenarioCase> scenarios = selected(path);
        if (scenarios.stream().allMatch(scenario -> finished.containsKey(scenario.name()))) {
            fileEnded(
                    path,
                    scenarios.stream()
                            .map(scenario -> finished.get(scenario.name()))
                            .toList());
        }
    }

    /** Returns whether a report shows the course of runs. */
    boolean wantCourses() {
        return reports.values().stream().anyMatch(Report::wantsCourses);
    }

    /** Reports the course of one run, unless the run was stopped. */
    synchronized void performed(RunCourse course) {
        if (!isStopped()) {
            write(report -> report.performed(course));
        }
    }

    /** Shows the progress of a scenario that runs. */
    synchronized void progress(ScenarioCase scenario, String status) {
        if (!isStopped()) {
            reports.values().forEach(report -> report.progress(scenario, status));
        }
    }

    /** Reports the summary, unless the run was stopped. */
    synchronized void summary() {
        end((report, verdicts) -> report.summary(verdicts, leftOut.size(), took()));
    }

    /** Reports that all scenarios passed and that another round follows, unless the run was stopped. */
    synchronized void roundPassed() {
        end((report, verdicts) -> report.roundPassed(verdicts, took()));
    }

    private void end(EndCall call) {
        if (!isStopped()) {
            List<Verdict> verdicts = List.copyOf(finished.values());
            write(report -> call.to(report, verdicts));
        }
    }

    /** Returns one sentence for each report that could not be written. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Stops the running scenarios and reports the results so far, within 6 s. */
    void stop() {
        Thread work = new Thread(this::stopNow, "binrun-interrupted");
        work.setDaemon(true);
        work.start();
        try {
            work.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopNow() {
        List<RunningScenario> interruptedNow;
        synchronized (this) {
            stopping.countDown();
            interruptedNow = List.copyOf(running.values());
        }
        interruptedNow.forEach(scenario -> scenario.thread().interrupt());
        CompletableFuture.allOf(
                        interruptedNow.stream().map(RunningScenario::over).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, SCENARIOS_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        synchronized (this) {
            List<Verdict> interrupted =
                    interruptedNow.stream().map(RunningScenario::interrupted).toList();
            completeFiles(interrupted);
            List<Verdict> before = List.copyOf(finished.values());
            write(report -> {
                for (Verdict verdict : interrupted) {
                    report.ended(verdict);
                }
                report.interrupted(before, interrupted.size(), took());
            });
        }
    }

    private void completeFiles(List<Verdict> interrupted) {
        Map<String, Verdict> all = new LinkedHashMap<>(finished);
        interrupted.forEach(verdict -> all.put(verdict.name(), verdict));
        for (ScenarioFile file : files) {
            boolean written = file.scenarios().stream().allMatch(scenario -> finished.containsKey(scenario.name()));
            if (!written) {
                fileEnded(
                        file.scenarios().get(0).place().path(),
                        file.scenarios().stream()
                                .map(scenario -> all.getOrDefault(scenario.name(), notRun(scenario)))
                                .toList());
            }
        }
    }

    private void fileEnded(String path, List<Verdict> verdicts) {
        List<Verdict> all = Stream.concat(
                        verdicts.stream(),
                        leftOut.stream()
                                .filter(verdict -> verdict.place().path().equals(path)))
                .toList();
        write(report -> report.fileEnded(path, all));
    }

    /** Makes a call to each report. If one cannot be written, the others still get the call. */
    private void write(ReportCall call) {
        reports.forEach((format, report) -> {
            try {
                call.to(report);
            } catch (IOException e) {
                failures.add((format.option().isEmpty() ? "" : format.option() + ": ") + e.getMessage());
            }
        });
    }

    private List<ScenarioCase> selected(String path) {
        return files.stream()
                .flatMap(file -> file.scenarios().stream())
                .filter(scenario -> scenario.place().path().equals(path))
                .toList();
    }

    private boolean isStopped() {
        return stopping.getCount() == 0;
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Verdict notRun(ScenarioCase scenario) {
        return notRun(scenario, "the run was stopped before this scenario started");
    }

    private static Verdict notRun(ScenarioCase scenario, String reason) {
        return Verdicts.of(scenario, Outcome.SKIPPED, "not run: " + reason);
    }
}
