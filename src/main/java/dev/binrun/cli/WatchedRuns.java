package dev.binrun.cli;

import dev.binrun.junit.ScenarioRun;
import dev.binrun.junit.Selection;
import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.report.RunContext;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.Reaper;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/** The runs of {@code watch}, one after the other, each with an HTML report in the place of the last. */
final class WatchedRuns {
    /** The folder of Maven's results. A browser in a sandbox may not read the folder for temporary files. */
    private static final Path RESULTS = Path.of("target");

    private final CommandEnvironment environment;
    private final CommandServices services;
    private final ScenarioOptions options;
    private final List<Path> paths;
    private final StatusLine screen;
    private final Map<Path, Set<String>> failed = new TreeMap<>();
    private volatile Path reportFile;
    private RunResults current;
    private boolean stopped;

    WatchedRuns(
            CommandEnvironment environment,
            CommandServices services,
            ScenarioOptions options,
            List<Path> paths,
            StatusLine screen) {
        this.environment = environment;
        this.services = services;
        this.options = options;
        this.paths = paths;
        this.screen = screen;
    }

    /**
     * Runs the selected scenarios of files.
     *
     * @param saved files of which scenarios tagged {@code slow} run too
     */
    void run(Collection<Path> files, Collection<Path> saved) {
        runSelected(read(files), saved);
    }

    /** Runs the scenarios that did not pass when they ran last. */
    void runFailed() {
        runSelected(read(failed.keySet()).stream().map(this::failedOf).toList(), failed.keySet());
    }

    /** Returns the report of the last run, if there is one. */
    Optional<Path> report() {
        return Optional.ofNullable(reportFile);
    }

    /** Forgets the failures of files that do not exist any more. */
    void keepOnly(Collection<Path> files) {
        failed.keySet().retainAll(files);
    }

    /** Stops the scenarios that run. No run follows. */
    void stop() {
        RunResults running;
        synchronized (this) {
            stopped = true;
            running = current;
        }
        if (running != null) {
            running.stop();
        }
    }

    /** Without a scenario of these names, for example because they were renamed, all scenarios of the file run. */
    private ScenarioFile failedOf(ScenarioFile file) {
        List<ScenarioCase> scenarios = file.scenarios().stream()
                .filter(scenario -> failed.get(file.path()).stream().anyMatch(scenario::isCalled))
                .toList();
        return scenarios.isEmpty() ? file : new ScenarioFile(file.path(), scenarios);
    }

    /** Reads the files that can be read, and names the others. */
    private List<ScenarioFile> read(Collection<Path> files) {
        List<Path> readable = new ArrayList<>();
        for (Path file : files) {
            if (Files.isReadable(file)) {
                readable.add(file);
            } else {
                say(file + (Files.exists(file) ? " cannot be read; make it readable" : " does not exist any more"));
            }
        }
        try {
            return services.reader().apply(readable);
        } catch (UncheckedIOException e) {
            say(IoReason.withPath(e.getCause()));
            return List.of();
        }
    }

    private void runSelected(List<ScenarioFile> files, Collection<Path> saved) {
        if (files.isEmpty()) {
            say("no scenario to run");
            return;
        }
        List<Path> named = new ArrayList<>(paths);
        named.addAll(saved);
        List<Verdict> leftOut = new ArrayList<>();
        try {
            List<ScenarioFile> wanted = options.named(files);
            Selection selection = options.selection(wanted, named);
            List<ScenarioFile> selected = options.select(wanted, selection, leftOut);
            if (selected.isEmpty()) {
                say(options.nothing(wanted));
            } else {
                launch(selected, leftOut);
            }
        } catch (ParameterException e) {
            say(e.getMessage());
        }
    }

    private void launch(List<ScenarioFile> files, List<Verdict> leftOut) {
        List<ScenarioCase> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        ScenarioCase.warnings(scenarios).forEach(warning -> say(warning.toString()));
        RunResults results = begin(files, leftOut);
        if (results == null) {
            return;
        }
        List<Verdict> verdicts;
        try {
            verdicts = new ScenarioRun(
                            scenario -> results.judge(
                                    scenario,
                                    () -> services.engine().apply(scenario, new ShownProgress(scenario, results))),
                            results::ended)
                    .run(files, options.jobs());
            results.summary();
        } finally {
            end();
        }
        results.failures().stream()
                .map(failure -> failure.replaceFirst("^" + ReportFormat.HTML.option() + ": ", "the report "))
                .distinct()
                .forEach(this::say);
        files.forEach(file -> note(file, verdicts));
    }

    /** Returns null if no run may begin. */
    private synchronized RunResults begin(List<ScenarioFile> files, List<Verdict> leftOut) {
        current = stopped ? null : new RunResults(files, leftOut, reports(), Optional.empty());
        return current;
    }

    private synchronized void end() {
        current = null;
    }

    private void note(ScenarioFile file, List<Verdict> verdicts) {
        Set<String> names = file.scenarios().stream().map(ScenarioCase::name).collect(Collectors.toSet());
        Set<String> bad = verdicts.stream()
                .filter(verdict -> verdict.outcome().exitCode() > 0)
                .map(Verdict::name)
                .filter(names::contains)
                .collect(Collectors.toSet());
        failed.remove(file.path());
        if (!bad.isEmpty()) {
            failed.put(file.path(), bad);
        }
    }

    /** A report that cannot be written is named, and the scenarios run without it. */
    private Map<ReportFormat, Report> reports() {
        RunContext context = new RunContext(
                new RunContext.Console(screen, environment.style(), options.isVerbose()),
                options.request(paths, false),
                environment.rawOut(),
                environment.variables(),
                Path.of(""),
                scenario -> options.again(environment.runAgain(), scenario));
        Map<ReportFormat, Report> reports = new EnumMap<>(ReportFormat.class);
        open(ReportFormat.LINES, context, Path.of("")).ifPresent(report -> reports.put(ReportFormat.LINES, report));
        try {
            if (reportFile == null) {
                reportFile = reportFile();
            }
            open(ReportFormat.HTML, context, reportFile).ifPresent(report -> reports.put(ReportFormat.HTML, report));
        } catch (IOException | ServerException e) {
            say("no report: " + e.getMessage());
        }
        return reports;
    }

    private Optional<Report> open(ReportFormat format, RunContext context, Path target) {
        try {
            return Optional.of(format.open(context, target));
        } catch (IOException e) {
            say("the report " + target + " cannot be written: " + IoReason.of(e));
            return Optional.empty();
        }
    }

    private static Path reportFile() throws IOException {
        return Files.isDirectory(RESULTS) && Files.isWritable(RESULTS)
                ? RESULTS.resolve("binrun-watch.html").toAbsolutePath()
                : Reaper.ofThisJvm().createFolder("watch-").resolve("report.html");
    }

    private void say(String line) {
        screen.print(line + "\n");
    }

    /** Shows the progress of a scenario. Its verdict contains its output. */
    private final class ShownProgress implements Listener {
        private final ScenarioCase scenario;
        private final RunResults results;

        ShownProgress(ScenarioCase scenario, RunResults results) {
            this.scenario = scenario;
            this.results = results;
        }

        @Override
        public void line(String line) {}

        @Override
        public void progress(String status) {
            results.progress(scenario, status);
        }

        @Override
        public Optional<Consumer<RunCourse>> courses() {
            return results.wantCourses() ? Optional.of(results::performed) : Optional.empty();
        }

        @Override
        public String lastLines(ScenarioCase failure) {
            return options.again(environment.runAgain(), failure);
        }
    }
}
