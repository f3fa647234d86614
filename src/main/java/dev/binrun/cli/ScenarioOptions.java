package dev.binrun.cli;

import dev.binrun.junit.JobRange;
import dev.binrun.junit.Selection;
import dev.binrun.report.RunRequest;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.SimConfig;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code run} and {@code watch} that select scenarios and change them. */
final class ScenarioOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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
            description =
                    "The number of parallel scenarios; default: from two to eight for each core, until the cores are busy.")
    private Optional<Integer> jobs = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the output of each scenario too.")
    private boolean verbose;

    /**
     * Checks the numbers.
     *
     * @throws ParameterException if one is below 1
     */
    void check() {
        atLeastOne(spec, "--repeat", repeat);
        atLeastOne(spec, "--jobs", jobs);
    }

    /**
     * Checks a number.
     *
     * @throws ParameterException if it is below 1
     */
    static void atLeastOne(CommandSpec command, String option, Optional<Integer> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new ParameterException(command.commandLine(), option + " must be at least 1, was " + value.get());
        }
    }

    /**
     * Returns the files with only the scenarios that {@code --name} selects.
     *
     * @throws ParameterException if a name selects nothing
     */
    List<ScenarioFile> named(List<ScenarioFile> files) {
        try {
            return names.isEmpty() ? files : Selection.named(names, files);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    /**
     * Returns the selection by {@code --tags}.
     *
     * @param files the files that {@code --name} selects
     * @param named the paths that the user named
     * @throws ParameterException if the tag expression is wrong
     */
    Selection selection(List<ScenarioFile> files, List<Path> named) {
        try {
            return Selection.of(names.isEmpty() ? named : Selection.paths(files), tags);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    /** Returns the selected scenarios as they run. The verdicts of the others are added to {@code leftOut}. */
    List<ScenarioFile> select(List<ScenarioFile> files, Selection selection, List<Verdict> leftOut) {
        List<ScenarioFile> selected = new ArrayList<>();
        for (ScenarioFile file : files) {
            List<ScenarioCase> scenarios = new ArrayList<>();
            for (ScenarioCase scenario : file.scenarios()) {
                selection.leftOut(file, scenario).ifPresentOrElse(leftOut::add, () -> scenarios.add(adjust(scenario)));
            }
            selected.add(new ScenarioFile(file.path(), scenarios));
        }
        selected.removeIf(file -> file.scenarios().isEmpty());
        return selected;
    }

    /** Returns the message about files of which no scenario is selected. */
    String nothing(List<ScenarioFile> files) {
        return "nothing to run: "
                + tags.map(text -> "no scenario matches --tags '" + text + "'")
                        .orElse("all scenarios are tagged slow, and --tags slow runs them")
                + "; known tags: " + Selection.tagsOf(files);
    }

    /** Returns the number of scenarios that run at the same time. */
    JobRange jobs() {
        return jobs.map(JobRange::of)
                .orElseGet(() -> JobRange.forCores(Runtime.getRuntime().availableProcessors()));
    }

    /** Returns whether the output of each scenario is shown. */
    boolean isVerbose() {
        return verbose;
    }

    /** Returns the request of a run. */
    RunRequest request(List<Path> paths, boolean failsOnFlaky) {
        List<String> given = paths.stream().map(Path::toString).toList();
        return new RunRequest(VersionText.BINRUN, given, tags, names, seed, repeat, failsOnFlaky);
    }

    /** Returns the line with the command that runs a scenario again: with the user's seed, or that of a round. */
    String again(RunAgain command, ScenarioCase scenario) {
        Optional<Long> stated = seed.or(() -> scenario.config()
                .filter(config -> !config.seedGiven() && config.seed() != SimConfig.SEED)
                .map(SimConfig::seed));
        return command.scenario(scenario, stated, repeat);
    }

    private ScenarioCase adjust(ScenarioCase scenario) {
        return scenario.withConfig(scenario.config().map(this::adjust));
    }

    private SimConfig adjust(SimConfig config) {
        SimConfig seeded = seed.map(config::withSeed).orElse(config);
        return repeat.map(seeded::withRepeat).orElse(seeded);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
