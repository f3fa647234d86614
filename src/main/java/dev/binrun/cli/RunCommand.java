package dev.binrun.cli;

import dev.binrun.junit.JUnitLibraries;
import dev.binrun.junit.ScenarioRun;
import dev.binrun.junit.Selection;
import dev.binrun.report.JunitXml;
import dev.binrun.report.RunReport;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs scenarios and shows their verdicts. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Runs scenarios, each on a server of its own, several at once.",
            "What is tagged slow is left out unless --tags asks for it or its file itself is named.",
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
            "of several scenarios the highest."
        })
final class RunCommand implements Callable<Integer> {
    private static final int JOBS_PER_CORE = 2;

    private final CommandEnvironment shell;
    private final CommandServices parts;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioPaths paths;

    @Option(
            names = "--tags",
            paramLabel = "EXPRESSION",
            description = "Run those whose tags match, written with & | ! and brackets, as JUnit's tag expressions.")
    private Optional<String> tags = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Run only the scenario of this name, or all whose names contain it, whatever the case; can be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "In place of the seed of every scenario.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--repeat", paramLabel = "N", description = "In place of the repeat of every scenario.")
    private Optional<Integer> repeat = Optional.empty();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many run at once; two for each core if left out, for they mostly wait.")
    private Optional<Integer> jobs = Optional.empty();

    @Option(names = "--junit-xml", paramLabel = "DIR", description = "Write JUnit XML there, a file for each file.")
    private Optional<Path> junitXml = Optional.empty();

    @Option(
            names = "--server-log",
            paramLabel = "DIR",
            description = "Keep the complete log of each server there, a file for each scenario and node.")
    private Optional<Path> serverLog = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show what each scenario says, too.")
    private boolean verbose;

    RunCommand(CommandEnvironment shell, CommandServices parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        JUnitLibraries.requireLauncher();
        atLeastOne("--repeat", repeat);
        atLeastOne("--jobs", jobs);
        Optional<JunitXml> xml = junitXml.map(folder -> opened("--junit-xml", folder, JunitXml::in));
        Optional<ServerLogs> logs = serverLog.map(folder -> opened("--server-log", folder, ServerLogs::in));
        List<ScenarioFile> files = called(paths.read(parts.reader()));
        List<Verdict> leftOut = new ArrayList<>();
        List<ScenarioFile> selected = select(files, leftOut);
        warn(selected);
        logs.ifPresent(all -> all.naming(
                selected.stream().flatMap(file -> file.scenarios().stream()).toList()));
        shell.prepare(parts, shell.environment());
        return run(selected, leftOut, xml, logs);
    }

    private void warn(List<ScenarioFile> files) {
        List<Scenario> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        Scenario.warnings(scenarios).forEach(warning -> shell.err().println(warning));
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
            throw new OutputException(option + ": '" + folder + "' must be a folder that can be written: "
                    + IoReason.of(e) + "; name another folder");
        }
    }

    private void atLeastOne(String option, Optional<Integer> value) {
        if (value.isPresent() && value.get() < 1) {
            throw wrong(option + ": must be at least 1, but is " + value.get());
        }
    }

    private List<ScenarioFile> select(List<ScenarioFile> files, List<Verdict> leftOut) {
        Selection selection = selection(files);
        List<ScenarioFile> selected = new ArrayList<>();
        for (ScenarioFile file : files) {
            List<Scenario> scenarios = new ArrayList<>();
            for (Scenario scenario : file.scenarios()) {
                selection.leftOut(file, scenario).ifPresentOrElse(leftOut::add, () -> scenarios.add(adjust(scenario)));
            }
            selected.add(new ScenarioFile(file.path(), scenarios));
        }
        selected.removeIf(file -> file.scenarios().isEmpty());
        if (selected.isEmpty()) {
            throw wrong("nothing to run: all of " + RunReport.counted(leftOut.size(), "scenario") + " left out by "
                    + tags.map(text -> "--tags '" + text + "'").orElse("default, being slow (--tags slow runs them)")
                    + "; tags there are: " + Selection.tagsOf(files));
        }
        return selected;
    }

    private List<ScenarioFile> called(List<ScenarioFile> files) {
        try {
            return names.isEmpty() ? files : Selection.called(names, files);
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

    private Scenario adjust(Scenario scenario) {
        return scenario.withConfig(scenario.config().map(this::adjust));
    }

    private SimConfig adjust(SimConfig config) {
        SimConfig seeded = seed.map(config::withSeed).orElse(config);
        return repeat.map(seeded::withRepeat).orElse(seeded);
    }

    private int run(
            List<ScenarioFile> files, List<Verdict> leftOut, Optional<JunitXml> xml, Optional<ServerLogs> logs) {
        int total = files.stream().mapToInt(file -> file.scenarios().size()).sum();
        StatusLine screen = shell.screen();
        RunResults results = new RunResults(files, leftOut, new RunReport(screen, shell.style(), verbose, total), xml);
        ScenarioRun run =
                new ScenarioRun(scenario -> results.judge(scenario, each -> judge(each, screen, logs)), results::ended);
        List<Verdict> verdicts = shell.untilStopped(results::stop, () -> {
            List<Verdict> all = run.run(
                    files, jobs.orElse(JOBS_PER_CORE * Runtime.getRuntime().availableProcessors()));
            screen.clear();
            results.summary();
            return all;
        });
        logs.ifPresent(all -> shell.out().println("server logs: " + all.folder()));
        List<String> failures = Stream.concat(
                        results.failures().stream(), logs.stream().flatMap(all -> all.failures().stream()))
                .toList();
        failures.forEach(shell.err()::println);
        return failures.isEmpty() ? RunReport.exitCode(verdicts) : Outcome.BROKEN.exitCode();
    }

    /** What a scenario says is in its verdict; how far it is, is for a terminal now. */
    private Verdict judge(Scenario scenario, StatusLine screen, Optional<ServerLogs> logs) {
        return parts.engine().apply(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public void progress(String status) {
                screen.show(scenario.name() + ": " + status);
            }

            @Override
            public Consumer<String> serverLog(Scenario started, int number, String node) {
                return logs.map(all -> all.open(started, number, node)).orElse(line -> {});
            }

            @Override
            public String lastLines(Scenario failed) {
                String again = shell.runAgain().scenario(failed, seed, repeat);
                return logs.map(all -> "complete server log: " + all.of(failed) + "\n" + again)
                        .orElse(again);
            }
        });
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
