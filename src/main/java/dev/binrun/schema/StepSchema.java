package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.scenario.Modifiers;
import dev.binrun.scenario.Step;
import dev.binrun.verb.VerbType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON Schema of a step: exactly one verb, and the keys beside it. */
final class StepSchema {
    private static final List<String> NEED_A_STATEMENT = List.of("within", "during");

    private final RecordSchema beside = RecordSchema.of(
            Modifiers.class, Map.of("expect", ExpectedSchema.reference(), "error", ExpectedSchema.error()));
    private final String modifiers =
            VerbNames.oneOf(beside.properties().keySet().stream().toList());

    private final List<VerbType> verbs;

    private StepSchema(List<VerbType> verbs) {
        this.verbs = verbs;
    }

    /** Returns the definition of a step with one of some verbs. */
    static JsonObject json(List<VerbType> verbs) {
        return new StepSchema(verbs).step();
    }

    /** Returns a reference to the definition of a step. */
    static JsonObject reference() {
        return ScalarSchema.reference("Step");
    }

    private JsonObject step() {
        String alone = verbs.stream()
                .filter(verb -> new VerbSchema(verb).takesNothing())
                .map(VerbNames::all)
                .collect(Collectors.joining("|"));
        JsonObject step = alone.isEmpty()
                ? ScalarSchema.types("object")
                : ScalarSchema.patterned(
                        ScalarSchema.types("object", "string"),
                        whole(alone),
                        "a step must be a verb with its arguments, such as 'stream info: ORDERS'");
        step.add("properties", properties());
        step.add("patternProperties", otherNames());
        step.addProperty("additionalProperties", false);
        step.add("dependencies", statements());
        step.add("if", named(anyVerb() + "|" + modifiers, ""));
        step.add("then", oneVerb());
        return step;
    }

    private JsonObject properties() {
        JsonObject properties = new JsonObject();
        verbs.forEach(verb -> properties.add(verb.name(), VerbSchema.reference(verb)));
        beside.properties().asMap().forEach(properties::add);
        return properties;
    }

    /** Other names of verbs, which editors do not propose. */
    private JsonObject otherNames() {
        JsonObject others = new JsonObject();
        verbs.stream()
                .filter(verb -> !VerbNames.others(verb).isEmpty())
                .forEach(verb -> others.add(VerbNames.others(verb), VerbSchema.reference(verb)));
        return others;
    }

    private static JsonObject statements() {
        JsonObject statements = new JsonObject();
        for (String wait : NEED_A_STATEMENT) {
            statements.add(
                    wait, ScalarSchema.either(RecordSchema.requiring("expect"), RecordSchema.requiring("error")));
        }
        statements.add("error", expectOfAnError());
        return statements;
    }

    /** A step that must fail has no answer. */
    private static JsonObject expectOfAnError() {
        JsonObject times = new JsonObject();
        Step.TIMES.stream().sorted().forEach(time -> times.addProperty(time, true));
        JsonObject expect = ScalarSchema.types("object");
        expect.add("properties", times);
        expect.addProperty("additionalProperties", false);
        expect.addProperty("errorMessage", "with 'error', 'expect' can contain only took and at");
        JsonObject properties = new JsonObject();
        properties.add("expect", expect);
        JsonObject step = new JsonObject();
        step.add("properties", properties);
        return step;
    }

    /** Checked only if all keys are known, because an unknown key has its own error. */
    private JsonObject oneVerb() {
        JsonObject none = RecordSchema.requiring("a verb");
        none.addProperty("errorMessage", "this step has no verb, such as 'pub' or 'stream info'");
        JsonArray others = new JsonArray();
        verbs.forEach(verb -> others.add(alone(verb)));
        JsonObject one = new JsonObject();
        one.add("if", named(modifiers, ""));
        one.add("then", none);
        one.add("allOf", others);
        return one;
    }

    /** A step has one verb, and {@code within} only beside a verb that it can repeat. */
    private JsonObject alone(VerbType verb) {
        JsonObject without = new JsonObject();
        without.addProperty(whole(VerbNames.all(verb)), false);
        JsonObject absent = new JsonObject();
        absent.add("patternProperties", without);
        JsonObject alone = named(
                VerbNames.all(verb) + "|" + modifiers, "a step must have one verb (start the second with its own '-')");
        JsonObject properties = new JsonObject();
        properties.add("expect", AnswerSchema.reference(verb));
        alone.add("properties", properties);
        if (!verb.repeatable()) {
            properties.addProperty("within", false);
            alone.addProperty("errorMessage", "'within' repeats only verbs that read");
        }
        JsonObject rule = new JsonObject();
        rule.add("if", absent);
        rule.add("else", alone);
        return rule;
    }

    private String anyVerb() {
        return verbs.stream().map(VerbNames::all).collect(Collectors.joining("|"));
    }

    private static JsonObject named(String names, String otherwise) {
        JsonObject name = new JsonObject();
        name.addProperty("pattern", whole(names));
        if (!otherwise.isEmpty()) {
            name.addProperty("patternErrorMessage", otherwise);
        }
        JsonObject named = new JsonObject();
        named.add("propertyNames", name);
        return named;
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }
}
