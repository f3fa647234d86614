package dev.binrun.cli;

import dev.binrun.junit.JUnitLibraries;
import dev.binrun.junit.ScenarioRun;
import dev.binrun.junit.Selection;
import dev.binrun.report.LineReport;
import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
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
    private static final int JOBS_PER_CORE = 2;

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioPaths paths;

    @Option(
            names = "--tags",
            paramLabel = "EXPRESSION",
            description = "Run the scenarios whose tags match this JUnit tag expression, with & | ! and parentheses.")
    private Optional<String> tags = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Run the scenario with this name, or else all whose names contain it, ignoring case; can be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Replaces the seed of every scenario.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--repeat", paramLabel = "N", description = "Replaces the repeat of every scenario.")
    private Optional<Integer> repeat = Optional.empty();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "The number of parallel scenarios; default: two for each core, because they mostly wait.")
    private Optional<Integer> jobs = Optional.empty();

    @Option(
            names = "--server-log",
            paramLabel = "DIR",
            description = "Write the complete server logs to this folder, one file for each scenario and node.")
    private Optional<Path> serverLog = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the output of each scenario too.")
    private boolean verbose;

    RunCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() {
        JUnitLibraries.requireLauncher();
        atLeastOne("--repeat", repeat);
        atLeastOne("--jobs", jobs);
        StatusLine screen = environment.screen();
        Map<ReportFormat, Report> reports = reports(new ReportFormat.Console(screen, environment.style(), verbose));
        Optional<ServerLogs> logs = serverLog.map(folder -> opened("--server-log", folder, ServerLogs::in));
        List<ScenarioFile> files = named(paths.read(services.reader()));
        List<Verdict> leftOut = new ArrayList<>();
        List<ScenarioFile> selected = select(files, leftOut);
        warn(selected);
        logs.ifPresent(all -> all.naming(
                selected.stream().flatMap(file -> file.scenarios().stream()).toList()));
        environment.prepare(services, environment.variables());
        return run(selected, new RunResults(selected, leftOut, reports), screen, logs);
    }

    private void warn(List<ScenarioFile> files) {
        List<ScenarioCase> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        ScenarioCase.warnings(scenarios).forEach(warning -> environment.err().println(warning));
    }

    /** Adds the options that name the folders of reports. */
    static void addReportOptions(CommandSpec command) {
        for (ReportFormat format : ReportFormat.values()) {
            if (!format.option().isEmpty()) {
                command.addOption(OptionSpec.builder(format.option())
                        .type(Path.class)
                        .paramLabel("DIR")
                        .description(format.description())
                        .build());
            }
        }
    }

    private Map<ReportFormat, Report> reports(ReportFormat.Console console) {
        Map<ReportFormat, Report> reports = new EnumMap<>(ReportFormat.class);
        for (ReportFormat format : ReportFormat.values()) {
            boolean always = format.option().isEmpty();
            Path folder =
                    always ? Path.of(".") : spec.findOption(format.option()).getValue();
            if (folder != null) {
                reports.put(format, opened(format.option(), folder, target -> format.open(console, target)));
            }
        }
        return reports;
    }

    private interface Opening<T> {
        T open(Path folder) throws IOException;
    }

    private <T> T opened(String option, Path folder, Opening<T> opening) {
        if (folder.toString().isEmpty()) {
            throw wrong(option + " must not be empty");
        }
        try {
            return opening.open(folder);
        } catch (IOException e) {
            throw new OutputException(option + ": cannot write to the folder '" + folder + "': " + IoReason.of(e)
                    + "; name another folder");
        }
    }

    private void atLeastOne(String option, Optional<Integer> value) {
        if (value.isPresent() && value.get() < 1) {
            throw wrong(option + " must be at least 1, was " + value.get());
        }
    }

    private List<ScenarioFile> select(List<ScenarioFile> files, List<Verdict> leftOut) {
        Selection selection = selection(files);
        List<ScenarioFile> selected = new ArrayList<>();
        for (ScenarioFile file : files) {
            List<ScenarioCase> scenarios = new ArrayList<>();
            for (ScenarioCase scenario : file.scenarios()) {
                selection.leftOut(file, scenario).ifPresentOrElse(leftOut::add, () -> scenarios.add(adjust(scenario)));
            }
            selected.add(new ScenarioFile(file.path(), scenarios));
        }
        selected.removeIf(file -> file.scenarios().isEmpty());
        if (selected.isEmpty()) {
            throw wrong("nothing to run: "
                    + tags.map(text -> "no scenario matches --tags '" + text + "'")
                            .orElse("all scenarios are tagged slow, and --tags slow runs them")
                    + "; known tags: " + Selection.tagsOf(files));
        }
        return selected;
    }

    private List<ScenarioFile> named(List<ScenarioFile> files) {
        try {
            return names.isEmpty() ? files : Selection.named(names, files);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private Selection selection(List<ScenarioFile> files) {
        try {
            return Selection.of(names.isEmpty() ? paths.paths() : Selection.paths(files), tags);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private ScenarioCase adjust(ScenarioCase scenario) {
        return scenario.withConfig(scenario.config().map(this::adjust));
    }

    private SimConfig adjust(SimConfig config) {
        SimConfig seeded = seed.map(config::withSeed).orElse(config);
        return repeat.map(seeded::withRepeat).orElse(seeded);
    }

    private int run(List<ScenarioFile> files, RunResults results, StatusLine screen, Optional<ServerLogs> logs) {
        ScenarioRun run = new ScenarioRun(
                scenario -> results.judge(scenario, () -> judge(scenario, screen, logs)), results::ended);
        List<Verdict> verdicts = environment.untilStopped(results::stop, () -> {
            List<Verdict> all = run.run(
                    files, jobs.orElse(JOBS_PER_CORE * Runtime.getRuntime().availableProcessors()));
            results.summary();
            return all;
        });
        logs.ifPresent(all -> environment.out().println("server logs: " + all.folder()));
        List<String> failures = Stream.concat(
                        results.failures().stream(), logs.stream().flatMap(all -> all.failures().stream()))
                .toList();
        failures.forEach(environment.err()::println);
        return failures.isEmpty() ? LineReport.exitCode(verdicts) : Outcome.BROKEN.exitCode();
    }

    /** A verdict contains the output of its scenario, so only the progress is shown here. */
    private Verdict judge(ScenarioCase scenario, StatusLine screen, Optional<ServerLogs> logs) {
        return services.engine().apply(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public void progress(String status) {
                screen.show(scenario.name() + ": " + status);
            }

            @Override
            public Consumer<String> serverLog(ScenarioCase started, int number, String node) {
                return logs.map(all -> all.open(started, number, node)).orElse(line -> {});
            }

            @Override
            public String lastLines(ScenarioCase failed) {
                String again = environment.runAgain().scenario(failed, seed, repeat);
                return logs.map(all -> "complete server log: " + all.of(failed) + "\n" + again)
                        .orElse(again);
            }
        });
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
