package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.DailyPart;
import dev.binrun.engine.Engine;
import dev.binrun.form.Shape;
import dev.binrun.form.Shape.ShapeKind;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.registry.Verbs;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key in every answer of a real server is in the shape of its verb. */
@Execution(ExecutionMode.CONCURRENT)
final class AnswerShapesTest {
    @Test
    void verbs_all_describeTheirAnswers() {
        for (VerbType verb : Verbs.ours()) {
            assertNotEquals(AnswerForm.ANY, verb.answers(), verb.name());
            assertEquals(verb.inBackground(), !AnswerShapes.gathered(verb).isAny(), verb.name());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.binrun.scenario.VerbExamplesTest#families")
    void examples_run_answersHaveTheDescribedShape(String family) throws IOException {
        String text = VerbExamplesTest.examples(family);

        answersAsDescribed(ScenarioReader.readText(Path.of("examples.yaml"), text));
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> gallery_answersAsDescribed() {
        return DailyPart.of(ScenarioReader.read(List.of(Path.of("scenarios")))).stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.path().toString(), file.path().toUri(), () -> answersAsDescribed(file)));
    }

    private static void answersAsDescribed(ScenarioFile file) {
        for (ScenarioCase scenario : file.scenarios()) {
            assertEquals(List.of(), scenario.problems());
            Set<String> unknown = new ConcurrentSkipListSet<>();
            LoadScope names = new LoadScope(Map.of(), Set.of());
            for (Step step : scenario.config().orElseThrow().steps().stream()
                    .flatMap(Step::withInner)
                    .toList()) {
                watch(step, names, unknown);
                names = step.as().isPresent()
                        ? names.andKept(step.as().get(), step.verb(), step.expectsError())
                        : names;
            }
            Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});
            assertEquals(Set.of(), unknown, scenario.name());
            assertEquals(
                    true, verdict.outcome() == Outcome.PASSED || verdict.outcome() == Outcome.SKIPPED, verdict::report);
        }
    }

    /** Lets a step compare each answer with its shape. */
    private static void watch(Step step, LoadScope names, Set<String> unknown) {
        VerbType verb = step.verb();
        Shape shape = new AnswerOf(verb, step.arguments(), false)
                .shapes(names).stream().reduce(Shape::or).orElseThrow();
        VerbType watched = new VerbType(
                verb.name(),
                verb.arguments(),
                arguments -> new Watched(verb.with(arguments), answer -> unknown(answer, shape, verb.name(), unknown)),
                verb.kind(),
                verb.traits(),
                verb.topologyKey(),
                verb.undoes(),
                verb.aliases(),
                verb.answers());
        try {
            Field field = Step.class.getDeclaredField("verb");
            field.setAccessible(true);
            field.set(step, watched);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A verb that compares its answers with their shape. */
    private record Watched(Verb verb, java.util.function.Consumer<JsonObject> look) implements Verb {
        @Override
        public JsonObject run(VerbWorld world) throws InterruptedException {
            JsonObject answer = verb.run(world);
            look.accept(answer);
            return answer;
        }

        @Override
        public Optional<Duration> requestTimeout() {
            return verb.requestTimeout();
        }

        @Override
        public Duration atMost() {
            return verb.atMost();
        }
    }

    /** Adds the paths of keys and kinds that a shape does not have. */
    private static void unknown(JsonElement value, Shape shape, String path, Set<String> unknown) {
        if (shape.isAny() || value.isJsonNull()) {
            return;
        }
        if (!shape.has(kind(value))) {
            unknown.add(path + " is a " + kind(value) + ", not " + shape);
        } else if (value.isJsonArray()) {
            value.getAsJsonArray()
                    .forEach(item -> unknown(item, shape.elements().orElseThrow(), path + "[]", unknown));
        } else if (value.isJsonObject()) {
            value.getAsJsonObject().asMap().forEach((key, child) -> {
                Optional<Shape> known = shape.key(key);
                if (known.isEmpty()) {
                    unknown.add(path + "." + key);
                } else {
                    unknown(child, known.get(), path + "." + key, unknown);
                }
            });
        }
    }

    private static ShapeKind kind(JsonElement value) {
        if (value instanceof JsonPrimitive scalar) {
            return scalar.isString() ? ShapeKind.TEXT : scalar.isBoolean() ? ShapeKind.BOOLEAN : ShapeKind.NUMBER;
        }
        return value.isJsonArray() ? ShapeKind.LIST : ShapeKind.MAP;
    }
}
