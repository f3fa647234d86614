package dev.binrun.scenario;

import com.google.gson.JsonPrimitive;
import dev.binrun.form.ForEach;
import dev.binrun.form.Nearest;
import dev.binrun.form.Reference;
import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownNameException;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checks references to names whose values change while a verb runs, such as {@code i}. */
final class RuntimeNames {
    private RuntimeNames() {}

    /** Adds a problem for each such name in a value that is needed before the verb runs. */
    static void forbid(Tree tree, boolean indexed, Problems problems) {
        eachTemplate(tree, problems, (scalar, template) -> {
            if (!indexed
                    && template.references().stream()
                            .anyMatch(reference -> reference.root().equals("i"))) {
                problems.add(
                        scalar.place(),
                        "'i' is not known here: it is the index of each message of 'count', and of each turn "
                                + "of 'repeat'");
            }
            LoadScope.notHere(template).ifPresent(why -> problems.add(scalar.place(), why));
        });
    }

    /**
     * Adds a problem for each reference to a received item that is unknown here, or to a field that it does not have.
     */
    static void check(Tree tree, Optional<ForEach> each, Problems problems) {
        eachTemplate(
                tree,
                problems,
                (scalar, template) -> each.map(known -> unknownField(template, known))
                        .orElseGet(() -> LoadScope.notHere(template))
                        .ifPresent(why -> problems.add(scalar.place(), why)));
    }

    /**
     * Looks up the references that do not depend on a received item.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    static void tryOut(Tree tree, Optional<ForEach> each, Scope scope) {
        if (tree instanceof Mapping map) {
            map.entries().forEach(entry -> tryOut(entry.value(), each, scope));
        } else if (tree instanceof Sequence list) {
            list.items().forEach(item -> tryOut(item, each, scope));
        } else if (tree.open()) {
            Scope first = scope.with("i", new JsonPrimitive(0));
            Template.parse(((Scalar) tree).text()).references().stream()
                    .filter(reference -> each.isEmpty()
                            || !reference.root().equals(each.get().value()))
                    .forEach(reference -> reference.resolve(first));
        }
    }

    private static Optional<String> unknownField(Template template, ForEach each) {
        List<String> fields = List.of(each.fields());
        for (Reference reference : template.references()) {
            if (reference.root().equals(each.value())
                    && reference.path().size() > 1
                    && !fields.contains(reference.path().get(1))) {
                String field = reference.path().get(1);
                return Optional.of("'" + reference + "': a " + each.value() + " has no '" + field + "'"
                        + Nearest.hint(field, fields));
            }
        }
        return Optional.empty();
    }

    private static void eachTemplate(Tree tree, Problems problems, BiConsumer<Scalar, Template> check) {
        if (tree instanceof Mapping map) {
            map.entries().stream().map(Entry::value).forEach(value -> eachTemplate(value, problems, check));
        } else if (tree instanceof Sequence list) {
            list.items().forEach(item -> eachTemplate(item, problems, check));
        } else if (tree.open()) {
            Scalar scalar = (Scalar) tree;
            try {
                check.accept(scalar, Template.parse(scalar.text()));
            } catch (UnknownNameException e) {
                problems.add(scalar.place(), e.getMessage());
            }
        }
    }
}
