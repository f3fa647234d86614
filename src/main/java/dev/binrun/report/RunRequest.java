package dev.binrun.report;

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
 */
public record RunRequest(
        String version,
        List<String> paths,
        Optional<String> tags,
        List<String> names,
        Optional<Long> seed,
        Optional<Integer> repeat) {
    public RunRequest {
        paths = List.copyOf(paths);
        names = List.copyOf(names);
    }
}
