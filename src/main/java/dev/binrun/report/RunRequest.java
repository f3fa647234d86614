package dev.binrun.report;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The request of a run, as the user stated it.
 *
 * @param version the version of binrun
 * @param paths the scenario files and folders
 * @param tags the tag expression; empty if tags select nothing
 * @param names the names of scenarios, or parts of them; empty if names select nothing
 * @param seed the seed that replaces those of the scenarios
 * @param repeat the number of runs that replaces those of the scenarios
 * @param failOnFlaky whether a flaky scenario is a failure of the run
 */
public record RunRequest(
        String version,
        List<String> paths,
        Optional<String> tags,
        List<String> names,
        Optional<Long> seed,
        Optional<Integer> repeat,
        boolean failOnFlaky) {
    public RunRequest {
        paths = List.copyOf(paths);
        names = List.copyOf(names);
    }

    /** Returns the exit code of a run: the highest of its verdicts, and at least 1 if a flaky scenario is a failure. */
    public int exitCode(List<Verdict> verdicts) {
        int code = LineReport.exitCode(verdicts);
        boolean flaky = failOnFlaky && verdicts.stream().anyMatch(Verdict::isFlaky);
        return flaky ? Math.max(code, Outcome.FAILED.exitCode()) : code;
    }
}
