package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.ForEach;
import dev.binrun.form.JsonText;
import dev.binrun.form.PlainTree;
import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.TemplateText;
import dev.binrun.form.UnknownNameException;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.NestedSteps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the values of a record's components from trees. Checks their form, their range and their references. */
public final class ValueBinder {
    private final Scope scope;
    private final Optional<LoadScope> early;
    private final boolean counted;
    private final Problems problems;
    private final Optional<ForEach> each;
    private final ScalarValues scalars;

    private ValueBinder(
            Scope scope, Optional<LoadScope> early, boolean counted, Problems problems, Optional<ForEach> each) {
        this.scope = scope;
        this.early = early;
        this.counted = counted;
        this.problems = problems;
        this.each = each;
        this.scalars = new ScalarValues(problems);
    }

    /** Returns a binder at load, where some values are not known yet. */
    static ValueBinder atLoad(LoadScope names, Problems problems) {
        return new ValueBinder(names, Optional.of(names), false, problems, Optional.empty());
    }

    /** Returns a binder right before a step, where all values are known. */
    static ValueBinder bound(Scope scope, Problems problems) {
        return new ValueBinder(scope, Optional.empty(), false, problems, Optional.empty());
    }

    /** Returns this binder for a step with a count, whose index is {@code i}. */
    ValueBinder counted() {
        return new ValueBinder(scope, early, true, problems, each);
    }

    /** Returns this binder for the values inside a component. */
    ValueBinder of(RecordShape.Component component) {
        return component.forEach().isEmpty()
                ? this
                : new ValueBinder(scope, early, counted, problems, component.forEach());
    }

    /** Returns a component's value; empty if it has a problem, which is added, or is not known yet. */
    Optional<Object> of(RecordShape.Component component, Tree tree) {
        Optional<Object> value = of(component).value(component, component.type(), tree);
        return component.optional() ? value.map(Optional::of) : value;
    }

    /**
     * Returns a tree with all references looked up; empty if one has a problem, which is added, or is not known yet.
     */
    Optional<Tree> resolved(Tree tree) {
        try {
            if (early.isEmpty()) {
                return Optional.of(Resolver.all(tree, scope));
            }
            if (!tree.open()) {
                return Optional.of(tree);
            }
            RuntimeNames.forbid(tree, early.get().indexed(), problems);
            return Optional.empty();
        } catch (UnknownNameException e) {
            problems.add(tree.place(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Object> value(RecordShape.Component component, Type type, Tree tree) {
        if (type == TemplateText.class) {
            return text(component, tree);
        }
        if (type == JsonText.class) {
            return jsonText(tree);
        }
        if (type instanceof ParameterizedType container) {
            return container(component, container, tree);
        }
        if (type == NestedSteps.class) {
            return tree instanceof BlockTree read
                    ? Optional.of(read.block())
                    : scalars.wrong(component, tree, ValueFormat.STEPS.expected());
        }
        if (type == Tree.class) {
            return Optional.of(tree);
        }
        return resolved(tree).flatMap(value -> whole(component, (Class<?>) type, value));
    }

    private Optional<Object> whole(RecordShape.Component component, Class<?> type, Tree tree) {
        if (type == Object.class) {
            return tree instanceof Scalar scalar && scalar.isNull()
                    ? scalars.wrong(component, tree, "a value")
                    : Optional.of(PlainTree.of(tree.json()));
        }
        if (type == JsonObject.class) {
            return tree instanceof Mapping ? Optional.of(tree.json()) : scalars.wrong(component, tree, map(component));
        }
        if (type.isRecord() && ValueFormat.of(type).isEmpty()) {
            return tree instanceof Mapping map
                    ? new Binder(this, problems)
                            .bind(type, map, "'" + component.name() + "'")
                            .map(Object.class::cast)
                    : scalars.wrong(component, tree, "a map");
        }
        return scalars.of(component, type, tree)
                .filter(value -> !(value instanceof BackgroundName background) || isStarted(background, tree));
    }

    private static String map(RecordShape.Component component) {
        String meaning = component.arg() == null ? "" : component.arg().value();
        return meaning.isEmpty() ? "a map" : "a map (" + meaning + ")";
    }

    private boolean isStarted(BackgroundName background, Tree tree) {
        try {
            early.ifPresent(names -> names.checkStarted(background.name()));
            return true;
        } catch (UnknownNameException e) {
            problems.add(tree.place(), e.getMessage());
            return false;
        }
    }

    private Optional<Object> text(RecordShape.Component component, Tree tree) {
        if (!(tree instanceof Scalar scalar)) {
            return scalars.wrong(component, tree, ValueFormat.TEMPLATE.expected());
        }
        if (!scalar.open()) {
            return Optional.of(TemplateText.of(scalar.text()));
        }
        return changing(tree).map(names -> new TemplateText(Template.parse(scalar.text()), names));
    }

    private Optional<Object> jsonText(Tree tree) {
        if (!tree.open()) {
            return Optional.of(new JsonText(scope, names -> tree.json()));
        }
        return changing(tree)
                .map(names -> new JsonText(names, all -> Resolver.all(tree, all).json()));
    }

    /**
     * Returns the names for a value that depends on the index or on the received item. Its other references are looked
     * up once, so that their problems are reported with a place.
     */
    private Optional<Scope> changing(Tree tree) {
        try {
            if (early.isPresent()) {
                RuntimeNames.check(tree, each, problems);
                return Optional.empty();
            }
            Scope names = counted || scope.lookup("i").isEmpty() ? scope : new RepeatTurn(scope);
            RuntimeNames.tryOut(tree, each, names);
            return Optional.of(names);
        } catch (UnknownNameException e) {
            problems.add(tree.place(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Object> container(RecordShape.Component component, ParameterizedType type, Tree tree) {
        Type element = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (element == Object.class) {
            return resolved(tree).flatMap(value -> plain(component, type, value));
        }
        return type.getRawType() == Map.class ? map(component, element, tree) : list(component, element, tree);
    }

    /** Returns a tree as a whole, because its values can be null. A single value is a list of one. */
    private Optional<Object> plain(RecordShape.Component component, ParameterizedType type, Tree tree) {
        Object value = PlainTree.of(tree.json());
        if (type.getRawType() == Map.class) {
            return tree instanceof Mapping ? Optional.of(value) : scalars.wrong(component, tree, "a map");
        }
        return Optional.of(tree instanceof Sequence ? value : Collections.singletonList(value));
    }

    /** A single value is a list of one. */
    private Optional<Object> list(RecordShape.Component component, Type element, Tree tree) {
        Optional<Tree> resolved = tree instanceof Scalar scalar && scalar.open() && element != TemplateText.class
                ? resolved(tree)
                : Optional.of(tree);
        if (resolved.isEmpty()) {
            return Optional.empty();
        }
        List<Tree> items = resolved.get() instanceof Sequence list ? list.items() : List.of(resolved.get());
        List<Object> values = new ArrayList<>();
        for (Tree item : items) {
            value(component, element, item).ifPresent(values::add);
        }
        return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> map(RecordShape.Component component, Type element, Tree tree) {
        if (tree instanceof Scalar scalar && scalar.open()) {
            return resolved(tree).flatMap(resolved -> map(component, element, resolved));
        }
        if (!(tree instanceof Mapping map)) {
            return scalars.wrong(component, tree, "a map");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : map.entries()) {
            value(component, element, entry.value())
                    .ifPresent(read -> values.put(entry.key().text(), read));
        }
        return values.size() == map.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }
}
