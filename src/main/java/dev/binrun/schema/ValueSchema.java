package dev.binrun.schema;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Choice;
import dev.binrun.form.KnownWords;
import dev.binrun.scenario.RecordShape;
import dev.binrun.scenario.ValueBinder;
import dev.binrun.scenario.ValueFormat;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.verb.NestedSteps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;

/** The JSON Schema of the values that {@link ValueBinder} reads. */
final class ValueSchema {
    private ValueSchema() {}

    /** Returns the schema of a component's value. */
    static JsonObject of(RecordShape.Component component) {
        return of(component.type(), component.arg());
    }

    private static JsonObject of(Type type, Arg arg) {
        if (type instanceof ParameterizedType branches && branches.getActualTypeArguments()[0] == NestedSteps.class) {
            return ScalarSchema.listOfAtLeastOne(of(NestedSteps.class, arg));
        }
        if (type instanceof ParameterizedType container) {
            Type element = container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
            return container.getRawType() == Map.class ? map(of(element, arg)) : list(of(element, arg));
        }
        return of((Class<?>) type, arg);
    }

    private static JsonObject of(Class<?> type, Arg arg) {
        if (type == Tree.class) {
            return new JsonObject();
        }
        if (type.isEnum()) {
            return ScalarSchema.oneOf(Arrays.stream(type.getEnumConstants())
                    .flatMap(constant -> Choice.words(constant).stream())
                    .toList());
        }
        return ValueFormat.of(type)
                .map(format -> of(format, arg))
                .orElseGet(() -> RecordSchema.of(type).closed("object"));
    }

    private static JsonObject of(ValueFormat format, Arg arg) {
        return switch (format) {
            case TREE -> new JsonObject();
            case STEPS -> ScalarSchema.listOfAtLeastOne(StepSchema.reference());
            case MAP -> ScalarSchema.open(format.expected(), format.jsonTypes());
            default ->
                arg.words().length > 0
                        ? ScalarSchema.offering(KnownWords.of(arg.words()), false)
                        : ScalarSchema.of(format, arg.min(), arg.max());
        };
    }

    private static JsonObject map(JsonObject element) {
        JsonObject map = ScalarSchema.open("a map", "object", "string");
        map.add("additionalProperties", element);
        return map;
    }

    /** A list, or its only element. */
    private static JsonObject list(JsonObject element) {
        boolean simple = element.has("type") && !element.has("items");
        if (!simple) {
            return ScalarSchema.either(element, ScalarSchema.list(element));
        }
        JsonObject both = ScalarSchema.alsoOf("array", element);
        both.add("items", element);
        return both;
    }
}
