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

/** Puts in what {@code ${…}} leads to, and leaves open what cannot be known yet. */
final class Resolver {
    private Resolver() {}

    /**
     * A tree with everything put in that the names have a value for. What the scenario's author wrote in variables and
     * matrix counts as if it were written in the place itself.
     */
    static Tree early(Tree tree, LoadScope names, Problems problems) {
        if (!tree.open()) {
            return tree;
        }
        if (tree instanceof Mapping map) {
            return new Mapping(
                    map.place(),
                    map.entries().stream()
                            .map(e -> new Entry(e.key(), early(e.value(), names, problems)))
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
     * A tree with everything put in.
     *
     * @throws UnknownNameException if something is not there
     */
    static Tree all(Tree tree, Scope scope) {
        if (tree instanceof Mapping map) {
            return new Mapping(
                    map.place(),
                    map.entries().stream()
                            .map(e -> new Entry(e.key(), all(e.value(), scope)))
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
            return scalar; // still open, so that nothing more is said about it
        }
    }
}
