package dev.binrun.scenario;

import com.google.gson.JsonPrimitive;
import dev.binrun.form.Nearest;
import dev.binrun.form.Scope;
import dev.binrun.form.Shape;
import dev.binrun.form.Shape.ShapeKind;
import dev.binrun.match.Mismatch;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds expected keys that no answer of the step has, if the expectation would hold without them. Such an expectation
 * compares nothing: {@code mesages: 0} holds because the server omits empty values, and {@code none: {dta: x}} because
 * no element has that key. Other unknown keys can belong to a newer server; if not, they are a mismatch.
 */
final class ExpectedKeys {
    /** The keys of a step without an expectation. */
    static final ExpectedKeys NONE = new ExpectedKeys(null, null);

    /** An unknown key whose value is known only at the step. */
    private record Undecided(Place place, String problem, Tree value) {}

    private final VerbType verb;
    private final Problems problems;
    private final List<Undecided> undecided = new ArrayList<>();
    private final Map<String, String> hints = new HashMap<>();

    private ExpectedKeys(VerbType verb, Problems problems) {
        this.verb = verb;
        this.problems = problems;
    }

    /**
     * Checks an expectation at load as far as it is known; {@link #check(Scope, Problems)} checks the rest at the step.
     */
    static ExpectedKeys check(Tree expect, AnswerOf answer, LoadScope names, Problems problems) {
        ExpectedKeys keys = new ExpectedKeys(answer.verb(), problems);
        List<Shape> shapes = answer.shapes(names);
        if (answer.list() && expect instanceof Sequence items && items.items().size() == shapes.size()) {
            for (int i = 0; i < shapes.size(); i++) {
                keys.read(items.items().get(i), shapes.get(i), "", false);
            }
            return keys;
        }
        Optional<Shape> shape = shapes.stream().reduce(Shape::or);
        shape.ifPresent(found -> keys.read(expect, answer.list() ? found.list() : found, "", false));
        return keys;
    }

    /** Checks the values that were not known at load, and adds their problems. */
    void check(Scope scope, Problems found) {
        for (Undecided key : undecided) {
            Scope first = scope.with("i", new JsonPrimitive(0));
            if (holdsOfAbsent(key.value(), first, found)) {
                found.add(key.place(), key.problem());
            }
        }
    }

    /** Returns a difference; if its key is unknown, with a hint at the nearest known key. */
    Mismatch hinted(Mismatch difference) {
        String path = difference.path().replaceAll("\\[\\d+]", "[]").replaceFirst("^\\[]\\.", "");
        boolean absent = difference.actual().equals("absent");
        return absent && hints.containsKey(path)
                ? new Mismatch(difference.path(), difference.expected(), difference.actual() + hints.get(path))
                : difference;
    }

    /** @param negated whether a mismatch here makes the whole expectation hold */
    private void read(Tree expected, Shape shape, String path, boolean negated) {
        if (shape.isAny()) {
            return;
        }
        if (expected instanceof Mapping map) {
            map(map, shape, path, negated);
        } else if (expected instanceof Sequence list && shape.elements().isPresent()) {
            all(list, shape.elements().get(), path + "[]", negated);
        }
    }

    private void all(Tree expected, Shape shape, String path, boolean negated) {
        if (expected instanceof Sequence list) {
            list.items().forEach(item -> read(item, shape, path, negated));
        }
    }

    private void map(Mapping map, Shape shape, String path, boolean negated) {
        boolean known = map.keys().stream().anyMatch(shape.keys()::containsKey);
        boolean alone = map.keys().size() == 1
                && OperatorWords.ALONE.contains(map.keys().get(0));
        if (!known && (alone || OperatorWords.only(map) && !areKeys(map, shape, negated))) {
            map.entries().forEach(entry -> operator(entry, shape, path, negated));
            return;
        }
        for (Entry entry : map.entries()) {
            if (OperatorWords.ofValues(entry) && !shape.keys().containsKey("values")) {
                operator(entry, shape, path, negated);
            } else {
                key(entry, shape, path, negated);
            }
        }
    }

    private void operator(Entry operator, Shape shape, String path, boolean negated) {
        Tree value = operator.value();
        switch (operator.key().text()) {
            case "absent", "kind" -> {} // these name no keys
            case "equals" -> {
                if (negated) {
                    read(value, shape, path, true);
                }
            }
            case "or" -> all(value, shape, path, negated);
            case "not" -> read(value, shape, path, true);
            case "values" ->
                ((Mapping) value).entries().forEach(inner -> elements(inner, shape.values(), path + ".*", negated));
            default -> ofList(operator, shape, path, negated);
        }
    }

    /** The words of list operators can also be keys that a user chose, such as those of metadata. */
    private boolean areKeys(Mapping map, Shape shape, boolean negated) {
        return shape.others().isPresent()
                && !negated
                && map.entries().stream()
                        .allMatch(entry -> entry.value() instanceof Scalar && !mayHoldOfAbsent(entry.value()));
    }

    private void ofList(Entry operator, Shape shape, String path, boolean negated) {
        String word = operator.key().text();
        boolean fits = shape.has(ShapeKind.LIST) || word.equals("size") && shape.has(ShapeKind.TEXT);
        if (!fits) {
            problems.add(operator.key().place(), noList(word, shape, path));
        } else {
            shape.elements().ifPresent(element -> elements(operator, element, path + "[]", negated));
        }
    }

    /** {@code none} and {@code count} can hold because an element does not match. */
    private void elements(Entry operator, Shape element, String path, boolean negated) {
        Tree value = operator.value();
        switch (operator.key().text()) {
            case "any", "each" -> read(value, element, path, negated);
            case "none" -> read(value, element, path, true);
            case "contains" -> all(value, element, path, negated);
            case "count" -> {
                if (value instanceof Mapping count) {
                    count.get("of").ifPresent(of -> read(of, element, path, true));
                }
            }
            default -> {} // a size, or the name of a required field
        }
    }

    private void key(Entry entry, Shape shape, String path, boolean negated) {
        String key = entry.key().text();
        String whole = path.isEmpty() || path.equals("[]") ? key : path + "." + key;
        Optional<Shape> known = shape.key(key);
        if (known.isPresent()) {
            read(entry.value(), known.get(), whole, negated);
            return;
        }
        String hint = Nearest.hint(key, shape.keys().keySet());
        String problem = answer() + " has no '" + whole + "', so nothing would be compared" + hint;
        if (Nearest.of(key, shape.keys().keySet()).isPresent()) {
            hints.put(whole, hint);
        }
        if (problems.isAt(entry.key().place()) || problems.isAt(entry.value().place())) {
            return; // already reported
        }
        if (!negated
                && isAbsent(entry.value())
                && AnswerShapes.ofFamily(verb).at(whole).isPresent()) {
            return; // not misspelt: the scenario states that this answer lacks the key
        }
        if (negated || mayHoldOfAbsent(entry.value())) {
            problems.add(entry.key().place(), problem);
        } else if (entry.value().open()) {
            undecided.add(new Undecided(entry.key().place(), problem, entry.value()));
        }
    }

    private String answer() {
        return "the answer of '" + verb.name() + "'";
    }

    private static boolean isAbsent(Tree value) {
        return value instanceof Mapping map && map.keys().equals(List.of("absent"));
    }

    private String noList(String word, Shape shape, String path) {
        String where = path.isEmpty() ? answer() : "'" + path + "' in " + answer();
        String kinds = String.join(
                " or ", shape.kinds().stream().map(kind -> "a " + kind).toList());
        return "'" + word + "' works on lists, and " + where + " is " + kinds
                + (shape.has(ShapeKind.MAP)
                        ? ": name one of its keys"
                                + Nearest.hint(word, shape.keys().keySet())
                        : "");
    }

    private boolean mayHoldOfAbsent(Tree value) {
        return holdsOfAbsent(closed(value), new LoadScope(Map.of(), Set.of()), problems);
    }

    private static boolean holdsOfAbsent(Tree value, Scope scope, Problems problems) {
        Problems wrong = problems.fresh();
        try {
            boolean holds = ExpectedReader.read(value, scope, wrong).holdsOfAbsent();
            return holds && wrong.isEmpty();
        } catch (InvalidDocumentException e) {
            return false; // reported at its own place when the element is read
        }
    }

    /** Replaces each value that is not known yet by a text, which an absent key does not match. */
    private static Tree closed(Tree tree) {
        return tree.replaceScalars(scalar -> scalar.open()
                ? new Scalar(scalar.place(), scalar.text().startsWith("!= ") ? "!= x" : "x", false, true)
                : scalar);
    }
}
