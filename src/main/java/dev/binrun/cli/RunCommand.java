package dev.binrun.cli;

import dev.binrun.junit.JUnitLibraries;
import dev.binrun.junit.ScenarioRun;
import dev.binrun.junit.Selection;
import dev.binrun.junit.ShardPlan;
import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.report.RunContext;
import dev.binrun.report.RunRequest;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.KeepRule;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs scenarios and shows their verdicts. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Runs scenarios in parallel, each on its own nats-server.",
            "Scenarios tagged slow run only if --tags or --name selects them, or if their file is named.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java run",
            "  ./jbang binrun.java run scenarios/orders.yaml --seed 7 --repeat 20",
            "  ./jbang binrun.java run scenarios/orders.yaml --name 'A nacked order comes back'",
            "  ./jbang binrun.java run scenarios --tags 'kv & !slow' --junit-xml target/reports",
            "",
            "Exit codes: 0 passed or skipped, 1 failed, 2 wrong usage or an invalid scenario, 3 could not be judged;",
            "a run with several scenarios has the highest of their exit codes."
        })
final class RunCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioPaths paths;

    @Mixin
    private RunControl control;

    @Mixin
    private ScenarioOptions options;

    @Mixin
    private PageOptions pageOptions;

    @Option(
            names = "--server-log",
            paramLabel = "DIR",
            description = "Write the complete server logs to this folder, one file for each scenario and node.")
    private Optional<Path> serverLog = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "RULE",
            description = "With 'failed', the servers of failed scenarios stay, and the report shows how to use them.")
    private Optional<String> keep = Optional.empty();

    private volatile Optional<RunPage> page = Optional.empty();

    RunCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() {
        JUnitLibraries.requireLauncher();
        options.check();
        control.check();
        pageOptions.check();
        keepRule();
        CommandEnvironment people = forPeople();
        StatusLine screen = people.screen();
        RunContext context = context(new RunContext.Console(screen, people.style(), options.isVerbose()));
        Map<ReportFormat, Report> reports = reports(context);
        Optional<ServerLogs> logs = serverLog.map(folder -> opened("--server-log", "DIR", folder, ServerLogs::in));
        List<ScenarioFile> files = options.named(paths.read(services.reader()));
        Selection selection = options.selection(files, paths.paths());
        List<Verdict> leftOut = new ArrayList<>();
        List<ScenarioFile> selected = shard(files, selection, select(files, selection, leftOut), leftOut);
        warn(selected);
        logs.ifPresent(all -> all.naming(
                selected.stream().flatMap(file -> file.scenarios().stream()).toList()));
        people.prepare(services, environment.variables());
        Rounds rounds = new Rounds(
                selected,
                control.rounds(),
                reports.values(),
                inRound -> new RunResults(inRound, leftOut, reports, control.endsAtFailure()));
        page = pageOptions.open(true, people.out()::println).map(RunPage::new);
        page.ifPresent(opened -> people.out().println("live page: " + opened.address()));
        try {
            return run(rounds, context.request(), logs);
        } finally {
            page.ifPresent(RunPage::close);
        }
    }

    private void warn(List<ScenarioFile> files) {
        List<ScenarioCase> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        ScenarioCase.warnings(scenarios).forEach(warning -> environment.err().println(warning));
    }

    /** Returns the environment whose output is for people: without the standard output if a report has it. */
    private CommandEnvironment forPeople() {
        return ReportFormat.JSON.isStandardOutput(target(ReportFormat.JSON))
                ? environment.onStandardError()
                : environment;
    }

    /** Adds the options that name the folders or files of reports. */
    static void addReportOptions(CommandSpec command) {
        for (ReportFormat format : ReportFormat.values()) {
            if (!format.option().isEmpty()) {
                command.addOption(OptionSpec.builder(format.option())
                        .type(Path.class)
                        .paramLabel(format.parameter())
                        .description(format.description())
                        .build());
            }
        }
    }

    private Map<ReportFormat, Report> reports(RunContext context) {
        Map<ReportFormat, Report> reports = new EnumMap<>(ReportFormat.class);
        for (ReportFormat format : ReportFormat.values()) {
            Optional<Path> target = target(format);
            if (target.isPresent() || format.isAutomatic(environment.variables())) {
                reports.put(
                        format,
                        opened(
                                format.option(),
                                format.parameter(),
                                target.orElse(Path.of(".")),
                                path -> format.open(context, path)));
            }
        }
        return reports;
    }

    private Optional<Path> target(ReportFormat format) {
        return format.option().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(spec.findOption(format.option()).getValue());
    }

    private RunContext context(RunContext.Console console) {
        return new RunContext(
                console,
                options.request(paths.paths(), control.failsOnFlaky()),
                environment.rawOut(),
                environment.variables(),
                Path.of(""),
                this::again);
    }

    private interface Opening<T> {
        T open(Path target) throws IOException;
    }

    private <T> T opened(String option, String parameter, Path target, Opening<T> opening) {
        if (target.toString().isEmpty()) {
            throw wrong(option + " must not be empty");
        }
        try {
            return opening.open(target);
        } catch (IOException e) {
            String kind = parameter.equals("FILE") ? "file" : parameter.equals("DIR") ? "folder" : "path";
            throw new OutputException(option + ": cannot write to the " + kind + " '" + target + "': " + IoReason.of(e)
                    + "; name another " + kind);
        }
    }

    private KeepRule keepRule() {
        try {
            return keep.map(value -> KeepRule.of("--keep", value)).orElse(KeepRule.NONE);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private List<ScenarioFile> select(List<ScenarioFile> files, Selection selection, List<Verdict> leftOut) {
        List<ScenarioFile> selected = options.select(files, selection, leftOut);
        if (selected.isEmpty()) {
            throw wrong(options.nothing(files));
        }
        return selected;
    }

    /** Returns the files with only the scenarios of this shard, and removes those of other shards that are left out. */
    private List<ScenarioFile> shard(
            List<ScenarioFile> files, Selection selection, List<ScenarioFile> selected, List<Verdict> leftOut) {
        Optional<ShardPlan> plan = control.plan(files, selection);
        plan.ifPresent(shards -> {
            forPeople().out().println(shards);
            leftOut.removeIf(verdict -> !shards.contains(verdict.name()));
        });
        return plan.map(shards -> shards.select(selected)).orElse(selected);
    }

    private int run(Rounds rounds, RunRequest request, Optional<ServerLogs> logs) {
        List<Verdict> verdicts = environment.untilStopped(
                rounds::stop, () -> rounds.run((files, results) -> launch(files, results, logs)));
        logs.ifPresent(all -> forPeople().out().println("server logs: " + all.folder()));
        List<String> failures = Stream.concat(
                        rounds.failures().stream(), logs.stream().flatMap(all -> all.failures().stream()))
                .toList();
        failures.forEach(environment.err()::println);
        return failures.isEmpty() ? request.exitCode(verdicts) : Outcome.BROKEN.exitCode();
    }

    private List<Verdict> launch(List<ScenarioFile> files, RunResults results, Optional<ServerLogs> logs) {
        return new ScenarioRun(
                        scenario -> results.judge(scenario, () -> judge(scenario, results, logs)), results::ended)
                .run(files, options.jobs());
    }

    /** Runs a scenario until it passes or has no more tries. */
    private Verdict judge(ScenarioCase scenario, RunResults results, Optional<ServerLogs> logs) {
        List<Verdict> tries = new ArrayList<>();
        do {
            tries.add(services.engine().apply(scenario, new Try(tries.size() + 1, scenario, results, logs)));
        } while (control.triesAgain(tries) && !Thread.currentThread().isInterrupted());
        return Verdicts.ofTries(tries);
    }

    /** Receives the output of one try. The verdict contains it too, so only the progress is shown here. */
    private final class Try implements Listener {
        private final int number;
        private final ScenarioCase scenario;
        private final RunResults results;
        private final Optional<ServerLogs> logs;

        Try(int number, ScenarioCase scenario, RunResults results, Optional<ServerLogs> logs) {
            this.number = number;
            this.scenario = scenario;
            this.results = results;
            this.logs = logs;
            if (number > 1) {
                progress("");
            }
        }

        @Override
        public void line(String line) {}

        @Override
        public void progress(String status) {
            results.progress(scenario, number == 1 ? status : ("try " + number + " " + status).strip());
        }

        @Override
        public Consumer<String> serverLog(ScenarioCase started, int run, String node) {
            return logs.map(all -> all.open(started, number, run, node)).orElse(line -> {});
        }

        @Override
        public Optional<Consumer<RunCourse>> courses() {
            return results.wantCourses() ? Optional.of(results::performed) : Optional.empty();
        }

        @Override
        public Runnable serving(ScenarioCase started, List<String> urls) {
            return page.map(opened -> opened.serving(started, urls))
                    .orElseGet(() -> Listener.super.serving(started, urls));
        }

        @Override
        public boolean keepsFailed() {
            return keepRule() == KeepRule.FAILED;
        }

        @Override
        public String lastLines(ScenarioCase failed) {
            return logs.map(all -> "complete server log: " + all.of(failed, number) + "\n")
                            .orElse("")
                    + again(failed);
        }
    }

    private String again(ScenarioCase scenario) {
        return options.again(environment.runAgain(), scenario);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
