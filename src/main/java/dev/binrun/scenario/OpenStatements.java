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
 * Finds statements that hold now and could stop holding if an answer had more: if more elements were in a list, or if a key
 * that was left out were there. Such a statement is not proved by an answer that lacks some of it.
 *
 * @param missing the keys of an answer that may lack something; none if the answer is complete
 * @param stating the keys by which a scenario states that something is missing
 */
record OpenStatements(Function<JsonObject, Set<String>> missing, Set<String> stating) {
    /** Answers that say in {@code cut} which part of them is kept, or how many messages were not waited for. */
    static final OpenStatements OF_CUT = new OpenStatements(OpenStatements::cut, Set.of("cut", "not_waited_for"));

    /** Answers that background verbs gathered until they ended. */
    static final OpenStatements OF_ENDED =
            new OpenStatements(answer -> Step.OF_ALL, Set.of("ended", "failed", "status"));

    /** Answers to a request that the server refused or ended for a reason other than a lack of messages. */
    static final OpenStatements OF_REFUSED = new OpenStatements(
            answer -> RefusalStatus.of(answer).isPresent() ? Step.OF_ALL : Set.of(), Set.of("status"));

    /** The keys that {@code object get} leaves out of a cut answer. */
    private static final Set<String> LEFT_OUT = Set.of("data", "json");

    private static final Set<String> LOGIC = Set.of("or", "not");

    /** Operators that look at the elements of a list one by one. */
    private static final Set<String> OF_ELEMENTS = Set.of("any", "each", "none", "contains");

    /** Operators that more elements cannot make false. */
    private static final Set<String> FINDING = Set.of("any", "contains");

    /** Operators that more elements cannot make true. */
    private static final Set<String> OF_ALL = Set.of("each", "none", "ordered", "unique");

    /**
     * A statement that is not proved.
     *
     * @param path the key that it is about, after the item's index if the step has a list
     * @param answer the answer that lacks something
     */
    record Unproved(String path, JsonObject answer) {
        /** A path and the part that the answer lacks. */
        String cut() {
            JsonElement cut = answer.get("cut");
            return path + ": "
                    + (cut == null ? answer.get("not_waited_for") + " more messages came" : cut.getAsString());
        }

        /** The path, and the status with which the server refused or ended the request. */
        String refused() {
            return path + ": the server ended the request ("
                    + RefusalStatus.of(answer).orElseThrow() + "), so further messages are unknown";
        }
    }

    /** The first statement that is not proved. */
    Optional<Unproved> unproved(Tree expected, JsonElement answer) {
        return find(expected, answer, true);
    }

    /** Returns whether a scenario states that an answer lacks something. */
    boolean states(JsonElement answer, Predicate<String> stated) {
        return answer instanceof JsonObject map && stating.stream().anyMatch(key -> map.has(key) && stated.test(key));
    }

    /** @param holds whether it is the statement that holds, or its opposite, as below {@code not} */
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
                            find(list.items().get(i), answers.get(i), holds).map(u -> inside(i, u))));
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
            return inEach(answers, answer -> first(Stream.of(true, false).map(way -> find(of(entry), answer, way))));
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

    /** What the tries before took may be cut too. */
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

    /** Returns how an answer was cut if a path leads to a key that it left out; before the path of a list's answer stands its index. */
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

    /** Returns whether a statement about a list, or about a number that only rises, cannot change with more. */
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

    /** Returns whether a number that rises stays within a bound that it keeps, or beyond one that it exceeds. */
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
                .mapToObj(i -> find.apply(answers.get(i)).map(u -> inside(i, u))));
    }

    private static Unproved inside(int index, Unproved unproved) {
        return new Unproved("[" + index + "]." + unproved.path(), unproved.answer());
    }

    private static Optional<Unproved> first(Stream<Optional<Unproved>> all) {
        return all.flatMap(Optional::stream).findFirst();
    }
}
