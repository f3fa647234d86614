package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One test: a document of a scenario file, or one combination of its matrix, ready to run or with its problems.
 *
 * @param name the name, unique among all scenarios that were read together
 * @param place the start of the document
 * @param tags the words that a tag filter selects by
 * @param config the configuration to run; empty if there are problems
 * @param problems all problems, in the file's order
 * @param warnings values that only the server may know, in the file's order; they change no verdict
 * @param alone whether this is the only scenario of its file
 */
@API(status = Status.EXPERIMENTAL)
public record ScenarioCase(
        String name,
        Place place,
        Set<String> tags,
        @API(status = Status.INTERNAL) Optional<SimConfig> config,
        List<Problem> problems,
        List<Problem> warnings,
        boolean alone) {
    @API(status = Status.INTERNAL)
    public ScenarioCase {}

    /** Creates a scenario without warnings that is not alone in its file. */
    @API(status = Status.INTERNAL)
    public ScenarioCase(
            String name, Place place, Set<String> tags, Optional<SimConfig> config, List<Problem> problems) {
        this(name, place, tags, config, problems, List.of(), false);
    }

    /** Returns the warnings of some scenarios, each once, because the combinations of a matrix share theirs. */
    public static List<Problem> warnings(List<ScenarioCase> scenarios) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.warnings().stream())
                .distinct()
                .toList();
    }

    /** Returns this scenario with another name. */
    public ScenarioCase withName(String value) {
        return new ScenarioCase(value, place, tags, config, problems, warnings, alone);
    }

    /** Returns this scenario with another configuration. */
    @API(status = Status.INTERNAL)
    public ScenarioCase withConfig(Optional<SimConfig> value) {
        return new ScenarioCase(name, place, tags, value, problems, warnings, alone);
    }

    /** Returns this scenario with warnings. */
    ScenarioCase withWarnings(List<Problem> values) {
        return new ScenarioCase(name, place, tags, config, problems, values, alone);
    }

    /** Returns whether a user can mean this scenario by a name: its own, or the one with its place. */
    public boolean isCalled(String wanted) {
        return wanted.equals(name) || wanted.equals(nameWithPlace());
    }

    /** Returns the name with the place in the file, which tells scenarios of the same name apart. */
    String nameWithPlace() {
        return name + " (" + place.path() + ":" + place.line() + ")";
    }

    /** Returns this scenario as the only one of its file. */
    ScenarioCase asTheOnlyOne() {
        return new ScenarioCase(name, place, tags, config, problems, warnings, true);
    }
}
