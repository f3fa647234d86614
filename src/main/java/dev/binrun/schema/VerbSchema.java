package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.scenario.RecordShape;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.List;

/** The JSON Schema of a verb's arguments: a map, a scalar in the CLI's order, nothing, or a list of these. */
final class VerbSchema {
    private final VerbType verb;
    private final RecordShape shape;
    private final ArgumentsForm form;

    VerbSchema(VerbType verb) {
        this.verb = verb;
        this.shape = RecordShape.of(verb.arguments());
        this.form = new ArgumentsForm(verb.name(), shape);
    }

    /** Returns a reference to the definition of a verb. */
    static JsonObject reference(VerbType verb) {
        return ScalarSchema.reference(definition(verb));
    }

    /** Returns the name of a verb's definition. */
    static String definition(VerbType verb) {
        return verb.name().replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** Returns whether the verb's name alone is a step. */
    boolean takesNothing() {
        return form.takesNothing();
    }

    /** Returns the definition of the verb. */
    JsonObject json() {
        List<String> types = new ArrayList<>(form.types());
        types.add("array");
        JsonObject arguments = form.limited(RecordSchema.of(verb.arguments()).closed(types.toArray(String[]::new)));
        arguments.addProperty("description", description());
        arguments.addProperty("minItems", 1);
        arguments.add("items", verb.flow() ? element() : item());
        return arguments;
    }

    /** For a flow verb, a list is the value of the first argument; without arguments, no list is valid. */
    private JsonElement element() {
        if (shape.positional().isEmpty()) {
            return new JsonPrimitive(false);
        }
        JsonObject first = RecordSchema.of(verb.arguments())
                .properties()
                .getAsJsonObject(shape.positional().get(0));
        JsonObject list = ScalarSchema.withoutSnippet(first);
        return list.has("items") ? list.get("items") : new JsonPrimitive(false);
    }

    /** Returns the schema of a single item: the arguments without a list of them. */
    JsonObject item() {
        JsonArray both = new JsonArray();
        both.add(reference(verb));
        both.add(ScalarSchema.types(form.types().toArray(String[]::new)));
        JsonObject item = new JsonObject();
        item.add("allOf", both);
        return item;
    }

    private String description() {
        String does = verb.does().map(VerbSchema::sentences).orElse("");
        String within = verb.reads()
                ? "; only reads, so 'within' can repeat it"
                : verb.repeatable() ? "; 'within' can repeat it" : "";
        return does + form.usage() + within;
    }

    private static String sentences(VerbDoc does) {
        return does.value() + ". " + (does.answers().isEmpty() ? "" : "Returns " + does.answers() + ". ");
    }
}
