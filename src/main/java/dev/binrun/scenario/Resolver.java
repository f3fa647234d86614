package dev.binrun.scenario;

import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownNameException;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;

/** Replaces references by their values, and leaves those whose values are not known yet. */
final class Resolver {
    private Resolver() {}

    /**
     * Returns a tree in which the references with known values are replaced. The values of variables and matrix are treated as if
     * they were written in their place.
     */
    static Tree early(Tree tree, LoadScope names, Problems problems) {
        if (!tree.open()) {
            return tree;
        }
        if (tree instanceof Mapping map) {
            return new Mapping(
                    map.place(),
                    map.entries().stream()
                            .map(entry -> new Entry(entry.key(), early(entry.value(), names, problems)))
                            .toList());
        }
        if (tree instanceof Sequence list) {
            return new Sequence(
                    list.place(),
                    list.items().stream()
                            .map(item -> early(item, names, problems))
                            .toList());
        }
        return early((Scalar) tree, names, problems);
    }

    /**
     * Returns a tree in which all references are replaced by their values.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    static Tree all(Tree tree, Scope scope) {
        if (tree instanceof Mapping map) {
            return new Mapping(
                    map.place(),
                    map.entries().stream()
                            .map(entry -> new Entry(entry.key(), all(entry.value(), scope)))
                            .toList());
        }
        if (tree instanceof Sequence list) {
            return new Sequence(
                    list.place(),
                    list.items().stream().map(item -> all(item, scope)).toList());
        }
        Scalar scalar = (Scalar) tree;
        return scalar.open() ? Tree.of(Template.parse(scalar.text()).resolve(scope), scalar.place()) : scalar;
    }

    private static Tree early(Scalar scalar, LoadScope names, Problems problems) {
        try {
            Template template = Template.parse(scalar.text());
            if (!names.knows(template)) {
                names.check(template);
                return scalar;
            }
            return Tree.of(template.resolve(names), scalar.place());
        } catch (UnknownNameException e) {
            problems.add(scalar.place(), e.getMessage());
            return scalar; // stays unresolved, which prevents further problems at its place
        }
    }
}
