package dev.binrun.scenario;

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
 */
public record Scenario(
        String name, Place place, Set<String> tags, Optional<SimConfig> config, List<Problem> problems) {}
