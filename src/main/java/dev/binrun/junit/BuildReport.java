package dev.binrun.junit;

import dev.binrun.form.Release;
import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.report.RunContext;
import dev.binrun.report.RunRequest;
import dev.binrun.report.StatusLine;
import dev.binrun.report.Style;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The HTML report of all scenarios that run as JUnit tests in this JVM, if {@code -Dbinrun.html} names one.
 *
 * <p>JUnit calls a factory of tests without a sign of the last one, so the summary is written when the JVM ends.
 */
final class BuildReport {
    private static final String PROPERTY = "binrun.html";
    private static final Map<Path, BuildReport> OPEN = new ConcurrentHashMap<>();

    private final Report report;
    private final PrintStream out;
    private final Map<String, BuildCommand> commands = new ConcurrentHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final long start = System.nanoTime();
    private boolean failed;

    private interface ReportWrite {
        void to(Report report) throws IOException;
    }

    private BuildReport(Path target, PrintStream out) throws IOException {
        this.out = out;
        this.report = ReportFormat.HTML.open(
                new RunContext(
                        new RunContext.Console(new StatusLine(out, false), Style.PLAIN, false),
                        new RunRequest(
                                Release.VERSION,
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                false),
                        OutputStream.nullOutputStream(),
                        Map.of(),
                        Path.of(""),
                        scenario -> commands.get(scenario.name()).lastLines(scenario)),
                target);
        report.begin(List.of(), 0);
        out.println("HTML report: " + target);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "binrun-html"));
    }

    /**
     * Returns the report that a system property names, and begins it if this JVM has not yet begun it.
     *
     * @param out gets one line with the path
     * @throws IllegalArgumentException if the report cannot be written
     */
    static Optional<BuildReport> of(Properties properties, PrintStream out) {
        return Optional.ofNullable(properties.getProperty(PROPERTY))
                .filter(value -> !value.isBlank())
                .map(value -> OPEN.computeIfAbsent(target(value), target -> open(target, value, out)));
    }

    private static Path target(String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw cannot(value, e.getReason());
        }
    }

    private static BuildReport open(Path target, String value, PrintStream out) {
        try {
            return new BuildReport(unused(target), out);
        } catch (IOException e) {
            throw cannot(value, IoReason.of(e));
        }
    }

    private static IllegalArgumentException cannot(String value, String reason) {
        return JUnitResult.bare(new IllegalArgumentException(
                PROPERTY + ": cannot write to the path '" + value + "': " + reason + "; name another path"));
    }

    /** Another JVM of the same Maven build may have written the report; then this one has a number in its name. */
    private static Path unused(Path target) throws IOException {
        if (!System.getProperty("sun.java.command", "").contains("surefire")) {
            return target;
        }
        Instant build = ProcessHandle.current()
                .parent()
                .flatMap(parent -> parent.info().startInstant())
                .orElse(Instant.MAX);
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        Path free = target;
        for (int i = 2;
                Files.exists(free)
                        && Files.getLastModifiedTime(free).toInstant().isAfter(build);
                i++) {
            free = target.resolveSibling(name.substring(0, dot) + "-" + i + name.substring(dot));
        }
        return free;
    }

    /** Runs a scenario and reports its verdict. */
    Verdict run(ScenarioCase scenario, BuildCommand build, Function<Listener, Verdict> engine) {
        commands.put(scenario.name(), build);
        write(to -> to.started(scenario));
        Verdict verdict = engine.apply(new Observer(build));
        synchronized (this) {
            verdicts.add(verdict);
            write(to -> to.ended(verdict));
        }
        return verdict;
    }

    /** Ends the report with its summary. */
    synchronized void end() {
        write(to -> to.summary(verdicts, 0, Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Calls the report. The first failure is printed; the tests do not depend on their report. */
    private synchronized void write(ReportWrite call) {
        try {
            call.to(report);
        } catch (IOException e) {
            if (!failed) {
                out.println(PROPERTY + ": " + e.getMessage() + "; the report is incomplete");
            }
            failed = true;
        }
    }

    /** Receives the course of each run. */
    private final class Observer implements Listener {
        private final BuildCommand build;

        Observer(BuildCommand build) {
            this.build = build;
        }

        @Override
        public void line(String line) {}

        @Override
        public boolean keepsFailed() {
            return build.keepsFailed();
        }

        @Override
        public String lastLines(ScenarioCase scenario) {
            return build.lastLines(scenario);
        }

        @Override
        public Optional<Consumer<RunCourse>> courses() {
            return Optional.of(course -> write(to -> to.performed(course)));
        }
    }
}
