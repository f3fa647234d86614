package dev.binrun.cli;

import dev.binrun.engine.Listener;
import dev.binrun.engine.Verdict;
import dev.binrun.junit.JUnitLibraries;
import dev.binrun.junit.ScenarioRun;
import dev.binrun.junit.Selection;
import dev.binrun.report.JunitXml;
import dev.binrun.report.RunReport;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        versionProvider = Version.class,
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

    private final Shell shell;
    private final Parts parts;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioPaths paths;

    @Option(
            names = "--tags",
            paramLabel = "EXPRESSION",
            description = "Run those whose tags match, written with & | ! and brackets, as JUnit's tag expressions.")
    private Optional<String> tags = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "Run only the scenario of this name.")
    private Optional<String> name = Optional.empty();

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
            names = {"-v", "--verbose"},
            description = "Show what each scenario says, too.")
    private boolean verbose;

    RunCommand(Shell shell, Parts parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        JUnitLibraries.requireLauncher();
        check();
        List<ScenarioFile> files = called(paths.read(parts.reader()));
        List<Verdict> leftOut = new ArrayList<>();
        List<ScenarioFile> selected = select(files, leftOut);
        shell.prepare(parts, shell.environment());
        List<Verdict> verdicts = shell.live(screen -> run(selected, leftOut.size(), screen));
        List<Verdict> all = new ArrayList<>(verdicts);
        all.addAll(leftOut);
        write(all);
        return RunReport.exitCode(verdicts);
    }

    private void check() {
        atLeastOne("--repeat", repeat);
        atLeastOne("--jobs", jobs);
        if (junitXml.isPresent()) {
            try {
                Files.createDirectories(junitXml.get());
            } catch (IOException e) {
                throw notWritable(e);
            }
        }
    }

    private void write(List<Verdict> verdicts) {
        if (junitXml.isPresent()) {
            try {
                JunitXml.write(junitXml.get(), verdicts);
            } catch (IOException e) {
                throw notWritable(e);
            }
        }
    }

    private ParameterException notWritable(IOException e) {
        return wrong("--junit-xml: '" + junitXml.orElseThrow() + "' must be a folder that can be written: "
                + IoReason.of(e));
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
            return name.isPresent() ? Selection.called(name.get(), files) : files;
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private Selection selection(List<ScenarioFile> files) {
        try {
            return Selection.of(name.isPresent() ? Selection.paths(files) : paths.paths(), tags);
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

    private List<Verdict> run(List<ScenarioFile> files, int leftOut, StatusLine screen) {
        long start = System.nanoTime();
        int total = files.stream().mapToInt(file -> file.scenarios().size()).sum();
        RunReport report = new RunReport(screen, shell.style(), verbose, total);
        List<Verdict> verdicts = new ScenarioRun(scenario -> judge(scenario, screen), report::ended)
                .run(files, jobs.orElse(JOBS_PER_CORE * Runtime.getRuntime().availableProcessors()));
        report.summary(verdicts, leftOut, Duration.ofNanos(System.nanoTime() - start));
        return verdicts;
    }

    /** What a scenario says is in its verdict; how far it is, is for a terminal now. */
    private Verdict judge(Scenario scenario, StatusLine screen) {
        return parts.engine().apply(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public void progress(String status) {
                screen.show(scenario.name() + ": " + status);
            }
        });
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
