package dev.binrun.scenario;

import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownNameException;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Scalar;

/** Replaces references by their values, and leaves those whose values are not known yet. */
final class Resolver {
    private Resolver() {}

    /**
     * Returns a tree in which the references with known values are replaced. The values of variables and matrix are
     * treated as if they were written in their place.
     */
    static Tree early(Tree tree, LoadScope names, Problems problems) {
        return tree.open()
                ? tree.replaceScalars(scalar -> scalar.open() ? early(scalar, names, problems) : scalar)
                : tree;
    }

    /**
     * Returns a tree in which all references are replaced by their values.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    static Tree all(Tree tree, Scope scope) {
        return tree.replaceScalars(scalar ->
                scalar.open() ? Tree.of(Template.parse(scalar.text()).resolve(scope), scalar.place()) : scalar);
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
