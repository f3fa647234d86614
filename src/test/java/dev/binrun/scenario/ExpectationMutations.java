package dev.binrun.scenario;

import dev.binrun.form.Quantity;
import dev.binrun.match.ScalarPattern;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes each part of an expectation wrong, one at a time. If the expectation holds for an answer, no mutation does. */
final class ExpectationMutations {
    private static final Map<String, String> OPPOSITE = Map.of(">", "<=", ">=", "<", "<", ">=", "<=", ">");
    private static final Pattern OPERATOR = Pattern.compile("(>=|<=|!=|>|<|~)[ \\t]+(.*)", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)");
    private static final Pattern PLAIN_KEY = Pattern.compile("[^\\s.\\[\\]\"]+");
    private static final int FAR = 1_000_003;

    private ExpectationMutations() {}

    /** Returns all mutations of an expected answer. */
    static List<Mutation> expectation(Tree tree) {
        return all(tree, "", false).toList();
    }

    /** Returns all mutations of an expected error, except for the absence of an error. */
    static List<Mutation> error(Tree tree) {
        if (tree instanceof Mapping map) {
            return all(map, "error", false)
                    .filter(mutation -> !map.entries().isEmpty())
                    .map(mutation -> mutation.within(same -> same, "error: a map"))
                    .toList();
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        boolean code = scalar.text().matches("\\d+");
        String other = code ? String.valueOf(Integer.parseInt(scalar.text()) + 1) : scalar.text() + " mutated";
        return List.of(new Mutation(
                with(scalar, other),
                "error",
                Set.of(code ? "error: a code" : "error: a word"),
                scalar.text() + " becomes " + other));
    }

    /**
     * @param inList whether the path ends at a list around this part, because elements are not only found by their
     * index
     */
    private static Stream<Mutation> all(Tree tree, String path, boolean inList) {
        if (tree instanceof Mapping map) {
            return map(map, path, inList);
        }
        return tree instanceof Sequence list
                ? Stream.concat(inner(list, path), Stream.of(longer(list, path), shorter(list, path)))
                        .filter(mutation -> !mutation.tree().equals(tree))
                        .map(mutation -> mutation.within(same -> same, "a list"))
                : scalar((Tree.Scalar) tree, path, inList);
    }

    private static Stream<Mutation> map(Mapping map, String path, boolean inList) {
        if (map.keys().equals(List.of("absent"))) {
            return Stream.of(
                    new Mutation(text(map, "mutated"), path, Set.of("absent"), "absent becomes a text that is there"));
        }
        if (map.keys().equals(List.of("equals"))) {
            return exactly(map.entries().get(0).value(), path)
                    .map(m -> m.within(value -> one(map, "equals", value), "equals"));
        }
        if (map.entries().isEmpty()) {
            return Stream.of(new Mutation(one(map, "mutated", text(map, "x")), path, Set.of("{}"), "{} gets a key"));
        }
        boolean operators = OperatorWords.only(map);
        return map.entries().stream()
                .flatMap(entry -> operators || OperatorWords.ofValues(entry)
                        ? statement(map, entry, path, inList)
                        : field(map, entry, path, inList));
    }

    private static Stream<Mutation> field(Mapping map, Entry entry, String path, boolean inList) {
        String key = entry.key().text();
        boolean time = path.isEmpty() && Step.TIMES.contains(key);
        return all(entry.value(), inList ? path : child(path, key), inList)
                .map(m -> m.within(value -> replaced(map, entry, key, value), time ? key : "a map"));
    }

    private static Stream<Mutation> statement(Mapping map, Entry entry, String path, boolean inList) {
        String key = entry.key().text();
        Tree value = entry.value();
        Stream<Mutation> mutations = switch (key) {
            case "size" -> all(value, inList ? path : child(path, "size"), inList);
            case "each", "any", "values" -> all(value, path, true);
            case "contains" -> Stream.concat(inner((Sequence) value, path), Stream.of(longer((Sequence) value, path)));
            case "count" -> count((Mapping) value, path);
            case "or" -> Stream.of(new Mutation(list(value, text(value, "mutated")), path, Set.of(), "or of another"));
            case "none", "not" -> Stream.empty();
            case "kind" -> Stream.of(otherKind((Tree.Scalar) value, path));
            default -> Stream.of(otherField((Tree.Scalar) value, key, path));
        };
        Stream<Mutation> renamed = switch (key) {
            case "any" -> Stream.of(renamed(map, entry, "none", value, path));
            case "none" -> Stream.of(renamed(map, entry, "any", value, path));
            case "not" -> Stream.of(renamed(map, entry, "or", list(value, value), path));
            default -> Stream.empty();
        };
        return Stream.concat(mutations.map(m -> m.within(other -> replaced(map, entry, key, other), key)), renamed);
    }

    /** Replaces an operator by another one, with a suitable value. */
    private static Mutation renamed(Mapping map, Entry entry, String name, Tree value, String path) {
        String key = entry.key().text();
        return new Mutation(replaced(map, entry, name, value), path, Set.of(key), key + " becomes " + name);
    }

    private static Sequence list(Tree where, Tree item) {
        return new Sequence(where.place(), List.of(item));
    }

    /** Changes the expected number so that the actual one is too small or too large. */
    private static Stream<Mutation> count(Mapping count, String path) {
        Entry is = count.entry("is").orElseThrow();
        return all(is.value(), path, true)
                .map(m -> m.within(number -> replaced(count, is, is.key().text(), number)));
    }

    private static Mutation otherKind(Tree.Scalar kind, String path) {
        String other = kind.text().equals("text") ? "number" : "text";
        return new Mutation(with(kind, other), path, Set.of(), kind.text() + " becomes " + other);
    }

    private static Mutation otherField(Tree.Scalar field, String key, String path) {
        return new Mutation(with(field, field.text() + "_mutated"), path, Set.of(), key + " is about no field");
    }

    /** Changes the leaves of an exact tree, and adds to it. */
    private static Stream<Mutation> exactly(Tree tree, String path) {
        if (tree instanceof Mapping map) {
            Stream<Mutation> leaves = map.entries().stream()
                    .flatMap(entry -> exactly(
                                    entry.value(), child(path, entry.key().text()))
                            .map(m -> m.within(
                                    value -> replaced(map, entry, entry.key().text(), value))));
            List<Entry> more = new ArrayList<>(map.entries());
            more.add(new Entry(text(map, "mutated"), text(map, "x")));
            return Stream.concat(
                    leaves, Stream.of(new Mutation(new Mapping(map.place(), more), path, Set.of(), "one more key")));
        }
        if (tree instanceof Sequence list) {
            return Stream.of(longer(list, path));
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        return Stream.of(new Mutation(
                with(scalar, other(scalar, false)), path, Set.of(), scalar.text() + " becomes another value"));
    }

    private static Stream<Mutation> inner(Sequence list, String path) {
        List<Mutation> mutations = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            int at = i;
            all(list.items().get(i), path, true)
                    .map(m -> m.within(item -> replaced(list, at, item)))
                    .forEach(mutations::add);
        }
        return mutations.stream();
    }

    private static Mutation longer(Sequence list, String path) {
        List<Tree> items = new ArrayList<>(list.items());
        items.add(text(list, "mutated"));
        return new Mutation(new Sequence(list.place(), items), path, Set.of(), "one more element");
    }

    private static Mutation shorter(Sequence list, String path) {
        List<Tree> items = list.items().subList(0, Math.max(0, list.items().size() - 1));
        return new Mutation(new Sequence(list.place(), items), path, Set.of(), "one element less");
    }

    private static Stream<Mutation> scalar(Tree.Scalar scalar, String path, boolean inList) {
        String text = scalar.text();
        Matcher operator = OPERATOR.matcher(text);
        if (operator.matches()) {
            String sign = operator.group(1);
            String other = switch (sign) {
                case "~" -> "~ (?!)";
                case "!=" -> operator.group(2);
                default -> OPPOSITE.get(sign) + " " + operator.group(2);
            };
            return changed(scalar, other, path, sign);
        }
        Optional<String> away = movedAway(text);
        if (away.isPresent()) {
            return changed(scalar, away.get(), path, "a range");
        }
        return changed(scalar, other(scalar, inList), path, text.contains("${") ? "${…}" : "a scalar");
    }

    private static Stream<Mutation> changed(Tree.Scalar scalar, String other, String path, String form) {
        return Stream.of(new Mutation(
                with(scalar, other),
                path,
                Set.of(form),
                (path.isEmpty() ? "" : path + ": ") + scalar.text() + " becomes " + other));
    }

    /** Returns a range of the same width, just above. */
    private static Optional<String> movedAway(String text) {
        Matcher range = RANGE.matcher(text);
        if (!text.contains("..") || !range.matches() || ScalarPattern.isOperator(text)) {
            return Optional.empty();
        }
        Optional<Quantity> from = Quantity.parse(range.group(1));
        Optional<Quantity> to = Quantity.parse(range.group(2));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal start = to.get().value().add(BigDecimal.ONE);
        BigDecimal end = start.add(to.get().value().subtract(from.get().value()));
        String unit = switch (to.get().kind()) {
            case NUMBER -> "";
            case DURATION -> "ns";
            case SIZE -> "B";
            case TIME -> throw new AssertionError("no mutation is known of the range " + text);
        };
        return Optional.of(start.toPlainString() + unit + ".." + end.toPlainString() + unit);
    }

    /**
     * Returns a different value: the next number, or in a list, which can contain the next one too, a distant number.
     */
    private static String other(Tree.Scalar scalar, boolean inList) {
        String text = scalar.text();
        if (text.equals("true") || text.equals("false")) {
            return String.valueOf(text.equals("false"));
        }
        Optional<BigDecimal> number = Quantity.number(text);
        if (number.isPresent()) {
            return number.get().add(BigDecimal.valueOf(inList ? FAR : 1)).toPlainString();
        }
        boolean duration = Quantity.parse(text)
                .filter(q -> q.kind() == Quantity.QuantityKind.DURATION)
                .isPresent();
        return duration ? text + "1ns" : text + " mutated";
    }

    private static String child(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Tree.Scalar with(Tree.Scalar scalar, String text) {
        return new Tree.Scalar(scalar.place(), text, scalar.plain() && !scalar.isNull(), scalar.closed());
    }

    private static Tree.Scalar text(Tree where, String text) {
        return new Tree.Scalar(where.place(), text, false, false);
    }

    private static Mapping one(Tree where, String key, Tree value) {
        return new Mapping(where.place(), List.of(new Entry(text(where, key), value)));
    }

    private static Mapping replaced(Mapping map, Entry entry, String key, Tree value) {
        return new Mapping(
                map.place(),
                map.entries().stream()
                        .map(e -> e == entry ? new Entry(text(e.key(), key), value) : e)
                        .toList());
    }

    private static Sequence replaced(Sequence list, int at, Tree item) {
        List<Tree> items = new ArrayList<>(list.items());
        items.set(at, item);
        return new Sequence(list.place(), items);
    }
}
