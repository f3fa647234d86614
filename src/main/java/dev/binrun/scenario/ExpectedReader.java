package dev.binrun.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownName;
import dev.binrun.match.Absent;
import dev.binrun.match.Elements;
import dev.binrun.match.Exactly;
import dev.binrun.match.Expected;
import dev.binrun.match.Fields;
import dev.binrun.match.ListOf;
import dev.binrun.match.Scalar;
import dev.binrun.scenario.Tree.Entry;
import dev.binrun.scenario.Tree.Mapping;
import dev.binrun.scenario.Tree.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is expected of an answer. */
final class ExpectedReader {
    private static final Set<String> OF_LISTS = Set.of("size", "any", "each", "none", "contains", "ordered", "unique");
    private static final Set<String> ALONE = Set.of("absent", "equals");

    private final Scope scope;
    private final boolean atLoad;
    private final boolean indexed;
    private final Problems problems;

    private ExpectedReader(Scope scope, boolean atLoad, boolean indexed, Problems problems) {
        this.scope = scope;
        this.atLoad = atLoad;
        this.indexed = indexed;
        this.problems = problems;
    }

    /** Checks an expectation as far as it can be known before anything runs. */
    static void check(Tree tree, Names names, Problems problems) {
        new ExpectedReader(null, true, names.indexed(), problems).read(tree);
    }

    /** What is expected, with everything looked up; what is wrong with it is added to the problems. */
    static Expected read(Tree tree, Scope scope, Problems problems) {
        return new ExpectedReader(scope, false, false, problems).read(tree);
    }

    private Expected read(Tree tree) {
        if (tree instanceof Mapping map) {
            return map(map);
        }
        if (tree instanceof Sequence list) {
            return new Elements(list.items().stream().map(this::read).toList());
        }
        return scalar((Tree.Scalar) tree);
    }

    private Expected map(Mapping map) {
        for (String key : ALONE) {
            Optional<Tree> alone = map.get(key);
            if (alone.isPresent() && map.entries().size() == 1) {
                return alone(key, alone.get());
            }
        }
        if (!map.entries().isEmpty() && OF_LISTS.containsAll(map.keys())) {
            return ListOf.all(map.entries().stream().map(this::ofList).toList());
        }
        Map<String, Expected> fields = new LinkedHashMap<>();
        map.entries().forEach(e -> fields.put(e.key().text(), read(e.value())));
        return new Fields(fields);
    }

    private Expected alone(String key, Tree value) {
        if (key.equals("equals")) {
            return exactly(value);
        }
        if (!(value instanceof Tree.Scalar scalar) || !scalar.text().equals("true")) {
            problems.add(
                    value.place(),
                    "'absent' takes only true (leave it out if the key may be there), this is " + value.kind());
        }
        return new Absent();
    }

    private Expected exactly(Tree value) {
        if (atLoad) {
            return new Absent();
        }
        try {
            return new Exactly(Resolver.all(value, scope).asWritten());
        } catch (UnknownName e) {
            problems.add(value.place(), e.getMessage());
            return new Absent();
        }
    }

    private Expected ofList(Entry entry) {
        Tree value = entry.value();
        return switch (entry.key().text()) {
            case "size" -> ListOf.size(read(value));
            case "any" -> ListOf.any(read(value));
            case "none" -> ListOf.none(read(value));
            case "each" -> each(value);
            case "contains" -> ListOf.contains(list(entry));
            case "ordered" -> ListOf.ordered(field(entry), read(value));
            default -> ListOf.unique(field(entry), read(value));
        };
    }

    private Expected each(Tree value) {
        if (atLoad) {
            new ExpectedReader(null, true, true, problems).read(value);
            return ListOf.each(i -> new Absent());
        }
        return ListOf.each(i -> atIndex(value, i));
    }

    /** What is expected of the i-th element; it is read while the answer is matched, so what is wrong in it is thrown. */
    private Expected atIndex(Tree value, int i) {
        Problems wrong = problems.fresh();
        Expected element = new ExpectedReader(scope.with("i", new JsonPrimitive(i)), false, true, wrong).read(value);
        if (!wrong.isEmpty()) {
            throw new InvalidDocument(wrong.inOrder());
        }
        return element;
    }

    private List<Expected> list(Entry entry) {
        if (entry.value() instanceof Sequence list) {
            if (list.items().isEmpty()) {
                problems.add(list.place(), "'contains' has an empty list: there is nothing that must be there");
            }
            return list.items().stream().map(this::read).toList();
        }
        if (entry.value() instanceof Tree.Scalar scalar && scalar.open()) {
            return keptList(scalar);
        }
        return noList(entry);
    }

    /** The elements of a list that was kept. */
    private List<Expected> keptList(Tree.Scalar scalar) {
        Expected kept = scalar(scalar);
        if (kept instanceof Elements list) {
            if (list.elements().isEmpty()) {
                problems.add(
                        scalar.place(),
                        "'contains' takes a list of what must be there, " + scalar.kind() + " leads to an empty list");
            }
            return list.elements();
        }
        if (!atLoad && problems.isEmpty()) {
            problems.add(
                    scalar.place(),
                    "'contains' takes a list of what must be there, " + scalar.kind() + " leads to none");
        }
        return List.of();
    }

    private List<Expected> noList(Entry entry) {
        problems.add(
                entry.value().place(),
                "'contains' takes a list of what must be there, this is "
                        + entry.value().kind());
        return List.of();
    }

    private String field(Entry entry) {
        if (entry.value() instanceof Tree.Scalar field && !field.text().isBlank()) {
            return field.text();
        }
        problems.add(
                entry.value().place(),
                "'" + entry.key().text() + "' takes the name of a field of the list's elements, this is "
                        + entry.value().kind());
        return "";
    }

    private Expected scalar(Tree.Scalar scalar) {
        if (scalar.isNull() && scalar.text().isEmpty()) {
            problems.add(
                    scalar.place(),
                    "nothing is expected here (write \"\" for an empty text, {absent: true} for a key that is not there)");
        }
        try {
            return scalar.open() ? open(scalar) : Scalar.parse(scalar.text());
        } catch (IllegalArgumentException | UnknownName e) {
            problems.add(scalar.place(), e.getMessage());
            return new Absent();
        }
    }

    /** An operator counts only where the scenario writes it, never where a kept answer happens to look like one. */
    private Expected open(Tree.Scalar scalar) {
        Template template = Template.parse(scalar.text());
        if (atLoad) {
            checkIndex(scalar, template);
            return new Absent();
        }
        if (Scalar.isOperator(template.head())) {
            return Scalar.parse(template.text(scope));
        }
        if (scalar.text().contains("}..") || scalar.text().contains("..${")) {
            return Scalar.rangeOrValue(template.text(scope));
        }
        JsonElement value = template.resolve(scope);
        return value.isJsonPrimitive() ? Scalar.of(value.getAsString()) : literal(value);
    }

    private void checkIndex(Tree.Scalar scalar, Template template) {
        if (!indexed && template.references().stream().anyMatch(r -> r.root().equals("i"))) {
            problems.add(
                    scalar.place(),
                    "'i' is known only inside 'each', where it counts the elements, and inside 'repeat', where it counts the turns");
        }
        Names.notHere(template).ifPresent(why -> problems.add(scalar.place(), why));
    }

    /** A kept tree as an expectation: a map is a subset, nothing in it is an operator. */
    private static Expected literal(JsonElement value) {
        if (value.isJsonObject()) {
            Map<String, Expected> fields = new LinkedHashMap<>();
            value.getAsJsonObject().asMap().forEach((key, child) -> fields.put(key, literal(child)));
            return new Fields(fields);
        }
        if (value.isJsonArray()) {
            return new Elements(value.getAsJsonArray().asList().stream()
                    .map(ExpectedReader::literal)
                    .toList());
        }
        return Scalar.of(Template.textOf(value));
    }
}
