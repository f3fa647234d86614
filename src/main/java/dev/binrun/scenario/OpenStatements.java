package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds statements that hold for an incomplete answer but might not hold for the complete one, with more list elements
 * or with an omitted key. The incomplete answer does not prove such a statement.
 *
 * @param missing returns the incomplete keys of an answer; empty if the answer is complete
 * @param stating the keys with which a scenario states that an answer is incomplete
 */
record OpenStatements(Function<JsonObject, Set<String>> missing, Set<String> stating) {
    /**
     * Answers with {@code cut}, which names the part that was kept, or with the number of messages that were not waited
     * for.
     */
    static final OpenStatements OF_CUT = new OpenStatements(OpenStatements::cut, Set.of("cut", "not_waited_for"));

    /** Answers of background verbs that have ended. */
    static final OpenStatements OF_ENDED =
            new OpenStatements(answer -> Step.OF_ALL, Set.of("ended", "failed", "status"));

    /** Answers to a request that the server rejected or ended for a reason other than a lack of messages. */
    static final OpenStatements OF_REFUSED = new OpenStatements(
            answer -> RefusalStatus.of(answer).isPresent() ? Step.OF_ALL : Set.of(), Set.of("status"));

    /** The keys that a cut answer of {@code object get} omits. */
    private static final Set<String> LEFT_OUT = Set.of("data", "json");

    private static final Set<String> LOGIC = Set.of("or", "not");

    /** Operators that match the elements of a list one by one. */
    private static final Set<String> OF_ELEMENTS = Set.of("any", "each", "none", "contains");

    /** Operators that more elements cannot make false. */
    private static final Set<String> FINDING = Set.of("any", "contains");

    /** Operators that more elements cannot make true. */
    private static final Set<String> OF_ALL = Set.of("each", "none", "ordered", "unique");

    /**
     * A statement that an answer does not prove.
     *
     * @param path the key of the statement, after the item's index if the step has a list
     * @param answer the incomplete answer
     */
    record Unproved(String path, JsonObject answer) {
        /** Returns the path and the part that the answer lacks. */
        String cut() {
            JsonElement cut = answer.get("cut");
            return path + ": "
                    + (cut == null ? answer.get("not_waited_for") + " more messages came" : cut.getAsString());
        }

        /** Returns the path and the status with which the server rejected or ended the request. */
        String refused() {
            return path + ": the server ended the request ("
                    + RefusalStatus.of(answer).orElseThrow() + "), so further messages are unknown";
        }
    }

    /** Returns the first statement that an answer does not prove. */
    Optional<Unproved> unproved(Tree expected, JsonElement answer) {
        return find(expected, answer, true);
    }

    /** Returns whether a scenario states that an answer is incomplete. */
    boolean states(JsonElement answer, Predicate<String> stated) {
        return answer instanceof JsonObject map && stating.stream().anyMatch(key -> map.has(key) && stated.test(key));
    }

    /** @param holds whether the statement holds, or, inside {@code not}, its opposite */
    private Optional<Unproved> find(Tree expected, JsonElement answer, boolean holds) {
        return answer.isJsonArray()
                ? ofList(expected, answer.getAsJsonArray(), holds)
                : ofAnswer(expected, answer.getAsJsonObject(), holds);
    }

    private Optional<Unproved> ofList(Tree expected, JsonArray answers, boolean holds) {
        if (expected instanceof Sequence list) {
            int both = Math.min(list.items().size(), answers.size());
            return first(IntStream.range(0, both)
                    .mapToObj(i ->
                            find(list.items().get(i), answers.get(i), holds).map(unproved -> inside(i, unproved))));
        }
        return expected instanceof Mapping map
                ? first(map.entries().stream().map(entry -> operator(entry, answers, holds)))
                : inEach(answers, this::anything);
    }

    private Optional<Unproved> operator(Entry entry, JsonArray answers, boolean holds) {
        String key = entry.key().text();
        if (LOGIC.contains(key)) {
            return first(items(entry.value()).map(item -> find(item, answers, holds != key.equals("not"))));
        }
        if (OF_ELEMENTS.contains(key)) {
            return first(items(entry.value())
                    .map(item -> inEach(answers, answer -> find(item, answer, holds != key.equals("none")))));
        }
        if (key.equals("count")) {
            return inEach(
                    answers, answer -> first(Stream.of(true, false).map(matches -> find(of(entry), answer, matches))));
        }
        return key.equals("equals") ? inEach(answers, this::anything) : Optional.empty();
    }

    private Optional<Unproved> ofAnswer(Tree expected, JsonObject answer, boolean holds) {
        if (!(expected instanceof Mapping map)) {
            return expected.open() ? anything(answer) : Optional.empty();
        }
        Entry only = map.entries().size() == 1 ? map.entries().get(0) : null;
        if (only != null && only.key().text().equals("equals")) {
            return anything(answer);
        }
        if (only != null && LOGIC.contains(only.key().text())) {
            boolean inner = holds != only.key().text().equals("not");
            return first(items(only.value()).map(item -> find(item, answer, inner)));
        }
        return ofEarlier(map, answer, holds).or(() -> ofKeys(map, answer, holds));
    }

    /** The answers of earlier tries can be cut, too. */
    private Optional<Unproved> ofEarlier(Mapping expected, JsonObject answer, boolean holds) {
        return expected.get("earlier")
                .filter(tree -> answer.get("earlier") instanceof JsonObject)
                .flatMap(tree -> find(tree, answer.get("earlier"), holds))
                .map(unproved -> new Unproved("earlier." + unproved.path(), unproved.answer()));
    }

    private Optional<Unproved> ofKeys(Mapping expected, JsonObject answer, boolean holds) {
        Set<String> keys = missing.apply(answer);
        if (states(answer, expected.keys()::contains)) {
            return Optional.empty();
        }
        return expected.entries().stream()
                .filter(entry -> keys.contains(entry.key().text()))
                .filter(entry -> answer.has(entry.key().text())
                        ? !stays(entry.value(), holds)
                        : !(entry.value() instanceof Mapping map && map.keys().equals(List.of("absent"))))
                .map(entry -> new Unproved(entry.key().text(), answer))
                .findFirst();
    }

    private static Set<String> cut(JsonObject answer) {
        if (!answer.has("cut")) {
            return answer.has("not_waited_for") ? Step.OF_ALL : Set.of();
        }
        Stream<String> lists =
                answer.keySet().stream().filter(key -> answer.get(key).isJsonArray());
        Stream<String> leftOut = LEFT_OUT.stream().filter(key -> !answer.has(key));
        return Stream.concat(lists, leftOut).collect(Collectors.toSet());
    }

    /**
     * Returns how an answer was cut if a path leads to an omitted key. In a list of answers, the path starts with an
     * index.
     */
    static Optional<String> leftOut(JsonElement answer, String path) {
        if (answer instanceof JsonArray list && path.startsWith("[") && path.contains("].")) {
            int end = path.indexOf("].");
            return leftOut(list.get(Integer.parseInt(path.substring(1, end))), path.substring(end + 2));
        }
        return answer instanceof JsonObject map && map.has("cut") && !map.has("messages") && !map.has("entries")
                ? LEFT_OUT.stream()
                        .filter(key -> !map.has(key) && path.split("[.\\[]")[0].equals(key))
                        .findFirst()
                        .map(key -> map.get("cut").getAsString())
                : Optional.empty();
    }

    private Optional<Unproved> anything(JsonElement answer) {
        JsonObject map = answer.getAsJsonObject();
        Set<String> keys = missing.apply(map);
        Optional<String> shown = keys.stream().filter(map::has).sorted().findFirst();
        return shown.or(() -> keys.stream().findFirst()).map(key -> new Unproved(key, map));
    }

    /** More elements cannot change such a statement about a list, or about a number that only rises. */
    private static boolean stays(Tree expected, boolean holds) {
        if (!(expected instanceof Mapping map)) {
            return expected instanceof Tree.Scalar scalar && bound(scalar, holds);
        }
        return !map.entries().isEmpty()
                && map.entries().stream()
                        .allMatch(entry -> operatorStays(entry.key().text(), entry.value(), holds));
    }

    private static boolean operatorStays(String key, Tree value, boolean holds) {
        return switch (key) {
            case "or" -> items(value).allMatch(item -> stays(item, holds));
            case "not" -> stays(value, !holds);
            case "kind" -> true;
            case "size" -> value instanceof Tree.Scalar scalar && bound(scalar, holds);
            case "count" ->
                value instanceof Mapping map
                        && map.get("is")
                                .filter(is -> is instanceof Tree.Scalar scalar && bound(scalar, holds))
                                .isPresent();
            default -> holds ? FINDING.contains(key) : OF_ALL.contains(key);
        };
    }

    /** A rising number stays above a bound that it has exceeded. */
    private static boolean bound(Tree.Scalar bound, boolean holds) {
        return bound.text().startsWith(holds ? ">" : "<");
    }

    private static Stream<Tree> items(Tree tree) {
        return tree instanceof Sequence list ? list.items().stream() : Stream.of(tree);
    }

    private static Tree of(Entry count) {
        return count.value() instanceof Mapping map ? map.get("of").orElse(map) : count.value();
    }

    private static Optional<Unproved> inEach(JsonArray answers, Function<JsonElement, Optional<Unproved>> find) {
        return first(IntStream.range(0, answers.size())
                .mapToObj(i -> find.apply(answers.get(i)).map(unproved -> inside(i, unproved))));
    }

    private static Unproved inside(int index, Unproved unproved) {
        return new Unproved("[" + index + "]." + unproved.path(), unproved.answer());
    }

    private static Optional<Unproved> first(Stream<Optional<Unproved>> all) {
        return all.flatMap(Optional::stream).findFirst();
    }
}
