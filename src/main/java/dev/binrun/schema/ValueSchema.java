package dev.binrun.schema;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Choice;
import dev.binrun.form.IndexRange;
import dev.binrun.form.JsonText;
import dev.binrun.form.KnownWords;
import dev.binrun.form.Size;
import dev.binrun.form.TemplateText;
import dev.binrun.scenario.RecordShape;
import dev.binrun.scenario.ScalarValues;
import dev.binrun.scenario.ServerVersion;
import dev.binrun.scenario.ValueBinder;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.node.NetworkEndpoint;
import dev.binrun.verb.node.NodeSelector;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** What the value of a component looks like in JSON Schema; {@link ValueBinder} reads the same. */
final class ValueSchema {
    /** What is written as a word; of some of them the reader knows more than a schema can. */
    private static final Set<Class<?>> WORDS =
            Set.of(String.class, BackgroundName.class, NodeSelector.class, NetworkEndpoint.class);

    private ValueSchema() {}

    static JsonObject of(RecordShape.Component component) {
        return of(component.type(), component.arg());
    }

    private static JsonObject of(Type type, Arg arg) {
        if (type instanceof ParameterizedType branches && branches.getActualTypeArguments()[0] == NestedSteps.class) {
            return atLeastOne(of(NestedSteps.class, arg));
        }
        if (type instanceof ParameterizedType container) {
            Type element = container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
            return container.getRawType() == Map.class ? map(of(element, arg)) : list(of(element, arg));
        }
        return of((Class<?>) type, arg);
    }

    private static JsonObject of(Class<?> type, Arg arg) {
        if (type == Tree.class || type == JsonText.class) {
            return new JsonObject();
        }
        if (type == NestedSteps.class) {
            return atLeastOne(StepSchema.reference());
        }
        if (type == JsonObject.class) {
            return ScalarSchema.open("a map", "object", "string");
        }
        if (type.isEnum()) {
            return ScalarSchema.oneOf(Arrays.stream(type.getEnumConstants())
                    .flatMap(constant -> Choice.words(constant).stream())
                    .toList());
        }
        return type.isRecord() && !ScalarValues.RECORDS.contains(type)
                ? RecordSchema.of(type).closed("object")
                : scalar(type, arg);
    }

    private static JsonObject scalar(Class<?> type, Arg arg) {
        if (type == TemplateText.class) {
            return ScalarSchema.text();
        }
        if (type == String.class && arg.words().length > 0) {
            return ScalarSchema.offering(KnownWords.of(arg.words()), false);
        }
        if (WORDS.contains(type)) {
            return ScalarSchema.word();
        }
        if (type == boolean.class || type == Boolean.class) {
            return ScalarSchema.bool();
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return ScalarSchema.number(arg.min(), arg.max());
        }
        if (type == Duration.class) {
            return ScalarSchema.duration();
        }
        if (type == Instant.class) {
            return ScalarSchema.time();
        }
        if (type == Size.class) {
            return ScalarSchema.size(arg.min(), arg.max());
        }
        if (type == IndexRange.class) {
            return ScalarSchema.indexes();
        }
        if (type == ServerVersion.class) {
            return ScalarSchema.version();
        }
        throw new IllegalStateException("the schema knows no form for a " + type);
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
            return ScalarSchema.either(element, listOf(element));
        }
        JsonObject both = ScalarSchema.alsoOf("array", element);
        both.add("items", element);
        return both;
    }

    private static JsonObject atLeastOne(JsonObject element) {
        JsonObject list = listOf(element);
        list.addProperty("minItems", 1);
        return list;
    }

    private static JsonObject listOf(JsonObject element) {
        JsonObject list = ScalarSchema.types("array");
        list.add("items", element);
        return list;
    }
}
