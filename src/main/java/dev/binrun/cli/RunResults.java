package dev.binrun.cli;

import dev.binrun.report.JunitXml;
import dev.binrun.report.RunReport;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The results of one run: each verdict is shown when it is reached, and each report is written when the last scenario of its file
 * has ended. A process that is told to stop shows and writes what there is.
 */
final class RunResults {
    /** A signal to the process group can end a server, and so its scenario, before this process handles it. */
    private static final Duration SIGNAL_ARRIVES = Duration.ofSeconds(1);

    /** How long a failed step waits for the same: its server may be about to end. */
    private static final Duration SIGNAL_FOLLOWS = Duration.ofMillis(100);

    /** An interrupted scenario kills its servers; what takes longer is left to the reaper. */
    private static final Duration SCENARIOS_END = Duration.ofSeconds(3);

    /** Standard output may be blocked, and must not keep the process from ending. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(6);

    private final List<ScenarioFile> files;
    private final List<Verdict> leftOut;
    private final RunReport report;
    private final Optional<JunitXml> xml;
    private final long start = System.nanoTime();
    private final Map<String, Verdict> finished = new LinkedHashMap<>();
    private final Map<String, RunningFile> running = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** A scenario that has started and whose verdict is not reported yet. */
    private record RunningFile(Scenario scenario, Thread thread, long start, CompletableFuture<Void> over) {
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

    /** @param leftOut the verdicts of scenarios that do not run; the XML has them too */
    RunResults(List<ScenarioFile> files, List<Verdict> leftOut, RunReport report, Optional<JunitXml> xml) {
        this.files = files;
        this.leftOut = leftOut;
        this.report = report;
        this.xml = xml;
        List<String> paths = Stream.concat(
                        files.stream().map(file -> file.scenarios().get(0).place()),
                        leftOut.stream().map(Verdict::place))
                .map(Place::path)
                .distinct()
                .toList();
        xml.ifPresent(reports -> reports.naming(paths));
        paths.stream().filter(path -> selected(path).isEmpty()).forEach(path -> write(path, List.of()));
    }

    /** Runs one scenario, unless the run was stopped. */
    Verdict judge(Scenario scenario, Function<Scenario, Verdict> engine) {
        RunningFile own =
                new RunningFile(scenario, Thread.currentThread(), System.nanoTime(), new CompletableFuture<>());
        synchronized (this) {
            if (isStopped()) {
                return notRun(scenario);
            }
            running.put(scenario.name(), own);
        }
        try {
            Verdict verdict = engine.apply(scenario);
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

    private void awaitSignal(Duration limit) {
        try {
            stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // this run is being stopped; or not, and the verdict counts
        }
    }

    /** Reports a verdict; one that is reached after the run was stopped proves nothing. */
    synchronized void ended(Verdict verdict) {
        if (isStopped()) {
            return;
        }
        running.remove(verdict.name());
        finished.put(verdict.name(), verdict);
        report.ended(verdict);
        String path = verdict.place().path();
        List<Scenario> scenarios = selected(path);
        if (scenarios.stream().allMatch(scenario -> finished.containsKey(scenario.name()))) {
            write(
                    path,
                    scenarios.stream()
                            .map(scenario -> finished.get(scenario.name()))
                            .toList());
        }
    }

    /** Shows the summary, unless the run was stopped. */
    synchronized void summary() {
        if (!isStopped()) {
            report.summary(List.copyOf(finished.values()), leftOut.size(), took());
        }
    }

    /** The reports that could not be written, a sentence for each. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Ends the running scenarios and shows and writes what there is, within a time limit. */
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
        List<RunningFile> cut;
        synchronized (this) {
            stopping.countDown();
            cut = List.copyOf(running.values());
        }
        cut.forEach(each -> each.thread().interrupt());
        CompletableFuture.allOf(cut.stream().map(RunningFile::over).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, SCENARIOS_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        synchronized (this) {
            List<Verdict> interrupted =
                    cut.stream().map(RunningFile::interrupted).toList();
            completeXml(interrupted);
            interrupted.forEach(report::ended);
            report.interrupted(List.copyOf(finished.values()), interrupted.size(), took());
        }
    }

    private void completeXml(List<Verdict> interrupted) {
        Map<String, Verdict> all = new LinkedHashMap<>(finished);
        interrupted.forEach(verdict -> all.put(verdict.name(), verdict));
        for (ScenarioFile file : files) {
            boolean written = file.scenarios().stream().allMatch(scenario -> finished.containsKey(scenario.name()));
            if (!written) {
                write(
                        file.scenarios().get(0).place().path(),
                        file.scenarios().stream()
                                .map(scenario -> all.getOrDefault(scenario.name(), notRun(scenario)))
                                .toList());
            }
        }
    }

    private void write(String path, List<Verdict> verdicts) {
        if (xml.isEmpty()) {
            return;
        }
        try {
            xml.get()
                    .write(
                            path,
                            Stream.concat(
                                            verdicts.stream(),
                                            leftOut.stream()
                                                    .filter(verdict -> verdict.place()
                                                            .path()
                                                            .equals(path)))
                                    .toList());
        } catch (IOException e) {
            failures.add("--junit-xml: " + xml.get().path(path) + " cannot be written: " + IoReason.of(e));
        }
    }

    private List<Scenario> selected(String path) {
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

    private static Verdict notRun(Scenario scenario) {
        return new Verdict(
                scenario.name(),
                scenario.place(),
                Outcome.SKIPPED,
                "not run: the run was stopped before this scenario started",
                "",
                Duration.ZERO,
                "",
                "");
    }
}
