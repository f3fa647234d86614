package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;

/**
 * Checks that {@code took} and {@code at} are not inside {@code or} or {@code not}, because they are checked once, at
 * the end.
 */
final class NestedTimesCheck {
    private NestedTimesCheck() {}

    /** Adds a problem for each time inside an operator of a whole answer. */
    static void check(Tree expect, Problems problems) {
        for (String operator : OperatorWords.LOGIC) {
            if (expect instanceof Mapping map) {
                map.get(operator).ifPresent(inner -> within(operator, inner, problems));
            }
        }
    }

    private static void within(String operator, Tree tree, Problems problems) {
        if (tree instanceof Sequence list) {
            list.items().forEach(item -> within(operator, item, problems));
        } else if (tree instanceof Mapping map) {
            map.entries().stream()
                    .filter(entry -> Step.TIMES.contains(entry.key().text()))
                    .forEach(entry -> problems.add(
                            entry.key().place(),
                            "'" + entry.key().text() + "' is checked once, at the end: write it beside '" + operator
                                    + "', not in it"));
            check(map, problems);
        }
    }
}
