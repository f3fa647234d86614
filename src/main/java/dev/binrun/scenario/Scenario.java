package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One test: a document of a scenario file (or one combination of its matrix), ready to run or with what is wrong in it.
 *
 * @param name unique among all scenarios that were read together
 * @param place where the document starts
 * @param tags what a tag filter selects by
 * @param config what to run; empty where there are problems
 * @param problems everything that is wrong, in the file's order
 * @param warnings values that binrun does not know but the server may, in the file's order; they change no verdict
 * @param alone whether it is the only one of its file
 */
public record Scenario(
        String name,
        Place place,
        Set<String> tags,
        Optional<SimConfig> config,
        List<Problem> problems,
        List<Problem> warnings,
        boolean alone) {
    public Scenario(String name, Place place, Set<String> tags, Optional<SimConfig> config, List<Problem> problems) {
        this(name, place, tags, config, problems, List.of(), false);
    }

    /** Returns the warnings of some scenarios, each once: combinations of a matrix share theirs. */
    public static List<Problem> warnings(List<Scenario> scenarios) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.warnings().stream())
                .distinct()
                .toList();
    }

    /** The same under another name. */
    public Scenario withName(String value) {
        return new Scenario(value, place, tags, config, problems, warnings, alone);
    }

    /** The same with something else to run. */
    public Scenario withConfig(Optional<SimConfig> value) {
        return new Scenario(name, place, tags, value, problems, warnings, alone);
    }

    /** Returns the scenario with warnings. */
    Scenario withWarnings(List<Problem> values) {
        return new Scenario(name, place, tags, config, problems, values, alone);
    }

    /** Whether this is what a user calls so: also by the name that it has where others of its name are read with it. */
    public boolean isCalled(String wanted) {
        return wanted.equals(name) || wanted.equals(nameWithPlace());
    }

    /** Its name and where it stands. */
    String nameWithPlace() {
        return name + " (" + place.path() + ":" + place.line() + ")";
    }

    Scenario asTheOnlyOne() {
        return new Scenario(name, place, tags, config, problems, warnings, true);
    }
}
