package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.Shape;
import dev.binrun.form.Shape.ShapeKind;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.YamlReader;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * If any key of any answer is misspelt, an expectation that an absent key matches is an error at load. At the right key
 * it is valid.
 */
@Tag("slow")
final class MisspeltKeysTest {
    /** Expectations that hold for an absent key, and those in which a mismatch makes the whole hold. */
    private static final List<String> HOLD = List.of(
            "{KEY: 0}",
            "{KEY: false}",
            "{KEY: ''}",
            "{KEY: []}",
            "{KEY: {}}",
            "{KEY: '!= x'}",
            "{KEY: {absent: true}}",
            "{not: {KEY: 5}}",
            "{or: [{KEY: 0}, {KEY: 5}]}");

    /** Expectations of lists only. */
    private static final List<String> HOLD_OF_A_LIST = List.of("{KEY: {size: 0}}", "{KEY: {none: x}}");

    private static final int SHOWN = 10;
    private static final String MESSAGE = "', so nothing would be compared";

    /** A verb with arguments that determine the shape of its answer. */
    private record Case(VerbType verb, String arguments, String gatheredBy) {
        @Override
        public String toString() {
            return verb.name() + " " + arguments + gatheredBy;
        }

        /** Returns the step with an expectation; other problems, such as missing arguments, are ignored. */
        String step(String expect) {
            String step = gatheredBy.isEmpty()
                    ? "  - " + verb.name() + ": " + arguments + "\n"
                    : "  - { " + verb.name() + ": " + arguments + ", as: g }\n  - " + gatheredBy + ": g\n";
            return step + "    expect: " + expect + "\n";
        }
    }

    static Stream<Case> cases() {
        return Verbs.ours().stream().flatMap(MisspeltKeysTest::cases);
    }

    private static Stream<Case> cases(VerbType verb) {
        Stream<Case> plain = Stream.of(new Case(verb, "{}", ""));
        Stream<Case> with = verb.answers().cases().stream()
                .map(AnswerForm.Case::argument)
                .map(argument -> new Case(verb, "{" + argument + ": x}", ""));
        Stream<Case> gathered = verb.inBackground()
                ? Stream.of(new Case(verb, "{}", "collect"), new Case(verb, "{}", "stop"))
                : Stream.empty();
        boolean gathers = verb.answers().shape().equals("Collected"); // the shape of its answer depends on the names
        return gathers ? Stream.empty() : Stream.of(plain, with, gathered).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scenario_misspeltKey_neverPasses(Case one) {
        List<String> wrong = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        int[] keys = {0};
        eachKey(shape(one), "%s", "", (around, key) -> {
            String misspelt = misspelt(key);
            for (String hold : holds(key, keys[0]++)) {
                right.add(one.step(around.formatted(hold.replace("KEY", key.name()))));
                wrong.add(one.step(around.formatted(hold.replace("KEY", misspelt))));
                expected.add(key.path().isEmpty() ? misspelt : key.path() + "." + misspelt);
            }
        });
        assertTrue(keys[0] >= 2, "at and took at least");

        assertEquals(List.of(), found(right));
        assertEquals(expected, found(wrong));
    }

    /** Returns zero, and two others in turn. */
    private static List<String> holds(Key key, int turn) {
        List<String> holds = new ArrayList<>(HOLD);
        holds.addAll(key.isList() ? HOLD_OF_A_LIST : List.of());
        int last = holds.size() - 1;
        return List.of(holds.get(0), holds.get(1 + turn % last), holds.get(1 + (turn + last / 2) % last));
    }

    /**
     * Returns the paths of the misspelt keys that were found, in the order of the steps; a file shows only its first
     * problems.
     */
    private static List<String> found(List<String> steps) {
        List<String> found = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += SHOWN) {
            String some = String.join("", steps.subList(from, Math.min(steps.size(), from + SHOWN)));
            ScenarioAssertions.read("steps:\n" + some).stream()
                    .flatMap(scenario -> scenario.problems().stream())
                    .map(Problem::message)
                    .filter(message -> message.contains(MESSAGE))
                    .map(message -> message.replaceFirst("^the answer of '[^']*' has no '(.*)" + MESSAGE + ".*$", "$1"))
                    .forEach(found::add);
        }
        return found;
    }

    private static Shape shape(Case one) {
        Tree.Mapping arguments = (Tree.Mapping) YamlReader.read(SourceText.of("x", one.arguments()))
                .get(0)
                .tree()
                .orElseThrow();
        if (!one.gatheredBy().isEmpty()) {
            return AnswerShapes.gathered(one.verb());
        }
        return new AnswerOf(one.verb(), List.of(arguments), false)
                .shapes(new LoadScope(Map.of(), Set.of()))
                .get(0);
    }

    /** A key with its place in the answer. */
    private record Key(String path, String name, Shape map, boolean isList) {}

    /** Passes on every key that an answer can have, with the expectation around it. */
    private static void eachKey(Shape shape, String around, String path, BiConsumer<String, Key> use) {
        shape.keys().forEach((name, value) -> {
            use.accept(around, new Key(path, name, shape, value.has(ShapeKind.LIST) || value.isAny()));
            if (!value.isAny()) {
                String below = path.isEmpty() ? name : path + "." + name;
                eachKey(value, around.formatted("{" + name + ": %s}"), below, use);
            }
        });
        shape.elements()
                .filter(element -> !element.isAny())
                .ifPresent(element -> eachKey(element, around.formatted("{any: %s}"), path + "[]", use));
    }

    /** Returns the key without its second letter; a short key gets an additional letter. */
    private static String misspelt(Key key) {
        String name = key.name();
        String misspelt = name.length() > 3 ? name.charAt(0) + name.substring(2) : name + "q";
        return key.map().key(misspelt).isPresent() ? name + "q" : misspelt;
    }
}
