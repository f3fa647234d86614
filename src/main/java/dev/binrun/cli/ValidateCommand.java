package dev.binrun.cli;

import dev.binrun.report.RunReport;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads scenarios and shows everything that is wrong in them; starts nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {"Reads scenarios and shows everything that is wrong in them, without starting a server.", ""},
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java validate",
            "  ./jbang binrun.java validate scenarios/orders.yaml more/",
            "",
            "Exit codes: 0 nothing is wrong, 2 something is; a warning changes neither."
        })
final class ValidateCommand implements Callable<Integer> {
    private final CommandEnvironment shell;
    private final CommandServices parts;

    @Mixin
    private ScenarioPaths paths;

    ValidateCommand(CommandEnvironment shell, CommandServices parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        List<ScenarioFile> files = paths.read(parts.reader());
        List<Scenario> scenarios =
                files.stream().flatMap(file -> file.scenarios().stream()).toList();
        List<Problem> problems = scenarios.stream()
                .flatMap(scenario -> scenario.problems().stream())
                .distinct()
                .toList();
        List<Problem> warnings = Scenario.warnings(scenarios);
        Stream.concat(problems.stream(), warnings.stream())
                .forEach(problem -> shell.out().println(problem));
        shell.out()
                .println(RunReport.counted(scenarios.size(), "scenario") + " in "
                        + RunReport.counted(files.size(), "file") + ": "
                        + (problems.isEmpty() ? "nothing is wrong" : RunReport.counted(problems.size(), "problem"))
                        + (warnings.isEmpty() ? "" : ", " + RunReport.counted(warnings.size(), "warning")));
        return problems.isEmpty() ? Outcome.PASSED.exitCode() : Outcome.INVALID.exitCode();
    }
}
