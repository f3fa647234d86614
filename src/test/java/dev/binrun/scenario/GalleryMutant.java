package dev.binrun.scenario;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Tree;
import java.util.Set;

/**
 * A scenario with one wrong statement.
 *
 * @param document the scenario, up to the wrong step
 * @param scenario the name of the scenario
 * @param place the place of the wrong step
 * @param label the step's name in reports
 * @param path the path of the expected mismatch in the step's answer, as far as it is known
 * @param covers the verbs that the statement is about, and its forms
 * @param stated whether the scenario states the mutated part; otherwise it was added
 * @param what the mutation in words
 */
record GalleryMutant(
        Tree document,
        String scenario,
        Place place,
        String label,
        String path,
        Set<String> covers,
        boolean stated,
        String what) {

    String name() {
        return place.path() + ":" + place.line() + ": " + label + ": " + what;
    }

    /** Returns a rough estimate of the duration of a run, from the number of steps and their times. */
    double cost() {
        return cost(document);
    }

    private static double cost(Tree tree) {
        if (tree instanceof Tree.Mapping map) {
            return 0.001
                    + map.entries().stream()
                            .mapToDouble(entry -> cost(entry.value()))
                            .sum();
        }
        if (tree instanceof Tree.Sequence list) {
            return list.items().stream().mapToDouble(GalleryMutant::cost).sum();
        }
        return Quantity.parse(((Tree.Scalar) tree).text())
                .filter(quantity -> quantity.kind() == Quantity.QuantityKind.DURATION)
                .map(quantity -> Math.min(5, quantity.value().doubleValue() / 1e9))
                .orElse(0.0);
    }
}
