package dev.binrun.scenario;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Tree;
import java.util.Set;

/**
 * A scenario of which one statement is wrong.
 *
 * @param document the scenario, up to the step that is wrong
 * @param scenario its name
 * @param place where the step stands
 * @param label what reports call the step
 * @param path where in the step's answer it must be found wrong, as far as that is known
 * @param covers the verbs whose doing it is about, and the forms that the statement has
 * @param stated whether the scenario states what is wrong now; else it was added
 * @param what what was done to it
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

    /** How long a run of it may take, about: what its steps and times add up to. */
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
