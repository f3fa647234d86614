package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.Verbs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step looks like in JSON Schema: exactly one verb, and what stands beside it. */
final class StepSchema {
    private static final List<String> NEED_A_STATEMENT = List.of("within", "during");

    private final Map<String, VerbType> verbs = new LinkedHashMap<>();
    private final RecordSchema beside;

    private StepSchema() {
        for (VerbType verb : Verbs.all()) {
            verbs.put(verb.name(), verb);
            verb.aliases().forEach(alias -> verbs.put(alias, verb));
        }
        beside = RecordSchema.of(
                Modifiers.class, Map.of("expect", ExpectedSchema.reference(), "error", ExpectedSchema.error()));
    }

    static JsonObject json() {
        return new StepSchema().step();
    }

    static JsonObject reference() {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/definitions/Step");
        return reference;
    }

    private JsonObject step() {
        List<String> alone = verbs.entrySet().stream()
                .filter(entry -> new VerbSchema(entry.getValue()).takesNothing())
                .map(Map.Entry::getKey)
                .toList();
        JsonObject step = alone.isEmpty() ? ScalarSchema.types("object") : ScalarSchema.types("object", "string");
        if (!alone.isEmpty()) {
            ScalarSchema.patterned(step, anyOf(alone), "a step is a verb with its arguments");
        }
        step.add("properties", properties());
        step.addProperty("additionalProperties", false);
        step.addProperty("minProperties", 1);
        step.add("dependencies", statements());
        step.add("if", allKnown());
        step.add("then", oneVerb());
        return step;
    }

    private JsonObject properties() {
        JsonObject properties = new JsonObject();
        verbs.forEach((name, verb) ->
                properties.add(name, name.equals(verb.name()) ? VerbSchema.reference(verb) : alias(verb)));
        beside.properties().asMap().forEach(properties::add);
        return properties;
    }

    private static JsonObject alias(VerbType verb) {
        JsonArray same = new JsonArray();
        same.add(VerbSchema.reference(verb));
        JsonObject alias = new JsonObject();
        alias.add("allOf", same);
        alias.addProperty("description", "another word for " + verb.name());
        alias.addProperty("doNotSuggest", true);
        return alias;
    }

    private static JsonObject statements() {
        JsonObject statements = new JsonObject();
        for (String wait : NEED_A_STATEMENT) {
            statements.add(
                    wait, ScalarSchema.either(RecordSchema.requiring("expect"), RecordSchema.requiring("error")));
        }
        return statements;
    }

    /** A key that is not known is said already, and once is enough. */
    private JsonObject allKnown() {
        List<String> all = new ArrayList<>(verbs.keySet());
        all.addAll(beside.properties().keySet());
        return named(all, "");
    }

    private JsonObject oneVerb() {
        JsonObject none = RecordSchema.requiring("a verb");
        none.addProperty("errorMessage", "this step has no verb, such as 'pub' or 'stream info'");
        JsonObject others = new JsonObject();
        verbs.forEach((name, verb) -> others.add(name, alone(name, verb)));
        JsonObject one = new JsonObject();
        one.add("if", named(List.copyOf(beside.properties().keySet()), ""));
        one.add("then", none);
        one.add("dependencies", others);
        return one;
    }

    /** Beside a verb stands no other, and beside one that changes something no {@code within}. */
    private JsonObject alone(String name, VerbType verb) {
        List<String> allowed = new ArrayList<>(List.of(name));
        allowed.addAll(beside.properties().keySet());
        JsonObject alone = named(allowed, "a step has one verb (start the second with its own '-')");
        if (!verb.reads()) {
            JsonObject within = new JsonObject();
            within.addProperty("within", false);
            alone.add("properties", within);
            alone.addProperty("errorMessage", "'within' repeats a verb that only reads");
        }
        return alone;
    }

    private static JsonObject named(List<String> names, String otherwise) {
        JsonObject name = new JsonObject();
        name.addProperty("pattern", anyOf(names));
        if (!otherwise.isEmpty()) {
            name.addProperty("patternErrorMessage", otherwise);
        }
        JsonObject named = new JsonObject();
        named.add("propertyNames", name);
        return named;
    }

    private static String anyOf(List<String> words) {
        List<String> quoted = words.stream()
                .map(word -> word.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0"))
                .toList();
        return "^(?:" + String.join("|", quoted) + ")$";
    }
}
