package dev.binrun.cli;

import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the problems of scenarios, and starts nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {"Prints all problems and warnings of scenarios, without starting a server.", ""},
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java validate",
            "  ./jbang binrun.java validate scenarios/orders.yaml more/",
            "",
            "Exit codes: 0 nothing is wrong, 2 problems were found; warnings do not change the exit code."
        })
final class ValidateCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final CommandServices services;

    @Mixin
    private ScenarioPaths paths;

    ValidateCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() {
        List<ScenarioFile> files = paths.read(services.reader());
        List<ScenarioCase> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        List<Problem> problems = scenarios.stream()
                .flatMap(scenario -> scenario.problems().stream())
                .distinct()
                .toList();
        List<Problem> warnings = ScenarioCase.warnings(scenarios);
        Stream.concat(problems.stream(), warnings.stream())
                .forEach(problem -> environment.out().println(problem));
        environment
                .out()
                .println(Count.of(scenarios.size(), "scenario") + " in "
                        + Count.of(files.size(), "file") + ": "
                        + (problems.isEmpty() ? "nothing is wrong" : Count.of(problems.size(), "problem"))
                        + (warnings.isEmpty() ? "" : ", " + Count.of(warnings.size(), "warning")));
        return problems.isEmpty() ? Outcome.PASSED.exitCode() : Outcome.INVALID.exitCode();
    }
}
