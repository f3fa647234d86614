package dev.binrun.report;

import dev.binrun.scenario.ScenarioCase;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * The surroundings of a run that its reports may need.
 *
 * @param console the output for people
 * @param out the standard output, for a report that the user sends there
 * @param variables the environment variables
 * @param folder the current folder, which the paths of scenarios are relative to
 * @param again returns the line with the command that runs a scenario again
 */
public record RunContext(
        Console console,
        RunRequest request,
        OutputStream out,
        Map<String, String> variables,
        Path folder,
        Function<ScenarioCase, String> again) {

    /**
     * The output of a run for people.
     *
     * @param verbose whether to show the output of each scenario too
     */
    public record Console(StatusLine screen, Style style, boolean verbose) {}
}
