package dev.binrun.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Regex;
import dev.binrun.form.Scope;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownNameException;
import dev.binrun.match.Absent;
import dev.binrun.match.Elements;
import dev.binrun.match.Exactly;
import dev.binrun.match.Expected;
import dev.binrun.match.Fields;
import dev.binrun.match.KeyOr;
import dev.binrun.match.ListOf;
import dev.binrun.match.Not;
import dev.binrun.match.Or;
import dev.binrun.match.ScalarPattern;
import dev.binrun.match.ValuesOf;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the expectation of an answer. */
record ExpectedReader(Scope scope, boolean atLoad, boolean indexed, Problems problems) {
    /** Checks an expectation at load, as far as it is known. */
    static void check(Tree tree, LoadScope names, Problems problems) {
        ExpectedReader reader = new ExpectedReader(null, true, names.indexed(), problems);
        if (tree instanceof Mapping map && map.keys().stream().anyMatch(Step.TIMES::contains)) {
            map.entries().stream()
                    .filter(entry -> Step.TIMES.contains(entry.key().text()))
                    .forEach(entry -> reader.read(entry.value()));
            reader.read(new Mapping(
                    map.place(),
                    map.entries().stream()
                            .filter(entry -> !Step.TIMES.contains(entry.key().text()))
                            .toList()));
        } else {
            reader.read(tree);
        }
        NestedTimesCheck.check(tree, problems);
    }

    /** Returns an expectation with all references looked up, and adds its problems. */
    static Expected read(Tree tree, Scope scope, Problems problems) {
        return new ExpectedReader(scope, false, false, problems).read(tree);
    }

    private Expected read(Tree tree) {
        if (tree instanceof Mapping map) {
            return map(map);
        }
        if (tree instanceof Sequence list) {
            return new Elements(list.items().stream().map(this::present).toList());
        }
        return scalar((Tree.Scalar) tree);
    }

    private Expected map(Mapping map) {
        for (String key : OperatorWords.ALONE) {
            Optional<Tree> alone = map.get(key);
            if (alone.isPresent() && map.entries().size() == 1) {
                return alone(key, alone.get());
            }
        }
        OperatorWords.checkBeside(map, problems);
        if (OperatorWords.only(map)) {
            return ListOf.all(map.entries().stream().map(this::operator).toList());
        }
        Map<String, Expected> fields = new LinkedHashMap<>();
        List<Expected> beside = new ArrayList<>();
        for (Entry entry : map.entries()) {
            if (OperatorWords.ofValues(entry)) {
                beside.add(operator(entry));
            } else {
                fields.put(entry.key().text(), read(entry.value()));
            }
        }
        beside.add(0, new Fields(fields));
        return ListOf.all(beside);
    }

    private Expected alone(String key, Tree value) {
        if (key.equals("equals")) {
            return exactly(value);
        }
        if (!(value instanceof Tree.Scalar scalar) || !scalar.text().equals("true")) {
            problems.add(
                    value.place(),
                    "'absent' takes only true (remove it if the key may be present), this is " + value.kind());
        }
        return new Absent();
    }

    private Expected exactly(Tree value) {
        missingIn(value);
        if (atLoad) {
            return new Absent();
        }
        try {
            return new Exactly(Resolver.all(value, scope).json());
        } catch (UnknownNameException e) {
            problems.add(value.place(), e.getMessage());
            return new Absent();
        }
    }

    private void missingIn(Tree value) {
        if (value instanceof Mapping map) {
            map.entries().forEach(entry -> missingIn(entry.value()));
        } else if (value instanceof Sequence list) {
            list.items().forEach(this::missingIn);
        } else if (value instanceof Tree.Scalar scalar
                && scalar.isNull()
                && scalar.text().isEmpty()) {
            problems.add(value.place(), "the expected value is missing (write null, or \"\" for an empty text)");
        }
    }

    private Expected operator(Entry entry) {
        Tree value = entry.value();
        return switch (entry.key().text()) {
            case "size" -> ListOf.size(read(value));
            case "any" -> ListOf.any(present(value));
            case "none" -> ListOf.none(present(value));
            case "each" -> each(value);
            case "contains" -> ListOf.contains(list(entry));
            case "ordered" -> ListOf.ordered(field(entry), read(value));
            case "count" -> count((Mapping) value);
            case "values" -> values((Mapping) value);
            case "or" ->
                new Or(OperatorWords.alternatives(value, problems).stream()
                        .map(this::present)
                        .toList());
            case "not" -> new Not(read(value));
            case "kind" -> kind((Tree.Scalar) value);
            default -> ListOf.unique(field(entry), read(value));
        };
    }

    /** Reads the pattern of a value that is never absent, such as an element of a list. */
    private Expected present(Tree value) {
        if (value instanceof Mapping map && map.keys().equals(List.of("absent"))) {
            problems.add(value.place(), "an element is never absent, so nothing can match {absent: true}");
        }
        return read(value);
    }

    private Expected count(Mapping count) {
        if (!OperatorWords.checkCount(count, problems)) {
            return new Absent();
        }
        Tree is = count.get("is").orElseThrow();
        Expected number = read(is);
        CountPattern.check(is, number, problems);
        return ListOf.count(present(count.get("of").orElseThrow()), number);
    }

    private Expected values(Mapping statements) {
        Expected statement =
                ListOf.all(statements.entries().stream().map(this::operator).toList());
        return new KeyOr("values", statement, new ValuesOf(statement));
    }

    private Expected kind(Tree.Scalar word) {
        return OperatorWords.kind(word, problems)
                .<Expected>map(kind -> new KeyOr("kind", plain(word), kind))
                .orElseGet(Absent::new);
    }

    private Expected each(Tree value) {
        if (atLoad) {
            new ExpectedReader(null, true, true, problems).present(value);
            return ListOf.each(index -> new Absent());
        }
        return ListOf.each(index -> atIndex(value, index));
    }

    /** The pattern of an element is read while the answer is matched, so its problems are thrown. */
    private Expected atIndex(Tree value, int i) {
        Problems wrong = problems.fresh();
        Expected element = new ExpectedReader(scope.with("i", new JsonPrimitive(i)), false, true, wrong).read(value);
        if (!wrong.isEmpty()) {
            throw new InvalidDocumentException(wrong.inOrder());
        }
        return element;
    }

    private List<Expected> list(Entry entry) {
        if (entry.value() instanceof Sequence list) {
            if (list.items().isEmpty()) {
                problems.add(list.place(), "'contains' is an empty list; list at least one element");
            }
            return list.items().stream().map(this::present).toList();
        }
        if (entry.value() instanceof Tree.Scalar scalar && scalar.open()) {
            return keptList(scalar);
        }
        return noList(entry);
    }

    private List<Expected> keptList(Tree.Scalar scalar) {
        Expected kept = scalar(scalar);
        if (kept instanceof Elements list) {
            if (list.elements().isEmpty()) {
                problems.add(
                        scalar.place(), "'contains' takes a list of elements, " + scalar.kind() + " is an empty list");
            }
            return list.elements();
        }
        if (!atLoad && problems.isEmpty()) {
            problems.add(scalar.place(), "'contains' takes a list of elements, " + scalar.kind() + " is not a list");
        }
        return List.of();
    }

    private List<Expected> noList(Entry entry) {
        problems.add(
                entry.value().place(),
                "'contains' takes a list of elements, this is " + entry.value().kind());
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
                    "the expected value is missing (write \"\" for an empty text, {absent: true} for an absent key)");
        }
        try {
            return scalar.open() ? open(scalar) : plain(scalar);
        } catch (IllegalArgumentException | UnknownNameException e) {
            problems.add(scalar.place(), e.getMessage());
            return new Absent();
        }
    }

    /** Without quotes, null and the booleans have their JSON types. */
    private static Expected plain(Tree.Scalar scalar) {
        JsonElement json = scalar.json();
        if (json.isJsonNull()) {
            return ScalarPattern.jsonNull();
        }
        boolean bool = json.getAsJsonPrimitive().isBoolean();
        return bool ? ScalarPattern.bool(scalar.text()) : ScalarPattern.parse(scalar.text());
    }

    /** Only the scenario can write operators; a kept value that looks like one is a plain text. */
    private Expected open(Tree.Scalar scalar) {
        Template template = Template.parse(scalar.text());
        if (atLoad) {
            checkIndex(scalar, template);
            return new Absent();
        }
        if (template.head().matches("!=[ \\t]+")) {
            return notKept(template);
        }
        if (template.head().matches("(?s)~[ \\t].*") && !template.head().contains("\\Q")) {
            return ScalarPattern.parse(template.text(scope, Regex::escape));
        }
        if (ScalarPattern.isOperator(template.head())) {
            return ScalarPattern.parse(template.text(scope));
        }
        if (scalar.text().contains("}..") || scalar.text().contains("..${")) {
            return ScalarPattern.rangeOrValue(template.text(scope));
        }
        JsonElement value = template.resolve(scope);
        return literal(value);
    }

    /** Reads {@code "!= ${…}"}, whose value must be a text, a number or a boolean. */
    private Expected notKept(Template template) {
        if (template.references().size() == 1 && template.toString().endsWith("}")) {
            JsonElement value = template.references().get(0).resolve(scope);
            if (!value.isJsonPrimitive()) {
                String kind = value.isJsonNull() ? "null" : value.isJsonArray() ? "a list" : "a map";
                throw new IllegalArgumentException("'" + template + "' compares with a text or a number, and "
                        + template.references().get(0) + " is " + kind + ": write {not: \""
                        + template.references().get(0) + "\"}");
            }
        }
        return ScalarPattern.not(template.text(scope).substring("!= ".length()));
    }

    private void checkIndex(Tree.Scalar scalar, Template template) {
        if (!indexed
                && template.references().stream()
                        .anyMatch(reference -> reference.root().equals("i"))) {
            problems.add(
                    scalar.place(),
                    "'i' is known only inside 'each', where it counts the elements, and inside 'repeat', where "
                            + "it counts the turns");
        }
        LoadScope.notHere(template).ifPresent(why -> problems.add(scalar.place(), why));
    }

    /** In a kept tree, a map is matched as a subset, and nothing is an operator. */
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
        return ScalarPattern.of(value);
    }
}
