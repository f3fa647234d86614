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

/** What the arguments of a verb look like in JSON Schema: a map, a scalar in the CLI's order, nothing, or a list of these. */
final class VerbSchema {
    private final VerbType verb;
    private final RecordShape shape;
    private final ArgumentsForm form;

    VerbSchema(VerbType verb) {
        this.verb = verb;
        this.shape = RecordShape.of(verb.arguments());
        this.form = new ArgumentsForm(verb.name(), shape);
    }

    /** A reference to the definition of a verb. */
    static JsonObject reference(VerbType verb) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/definitions/" + definition(verb));
        return reference;
    }

    /** The name of a verb's definition. */
    static String definition(VerbType verb) {
        return verb.name().replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** Whether the verb's name alone is a step. */
    boolean takesNothing() {
        return form.takesNothing();
    }

    JsonObject json() {
        List<String> types = new ArrayList<>(form.types());
        types.add("array");
        JsonObject arguments = form.limited(RecordSchema.of(verb.arguments()).closed(types.toArray(String[]::new)));
        arguments.addProperty("description", description());
        arguments.addProperty("minItems", 1);
        arguments.add("items", verb.flow() ? element() : item());
        return arguments;
    }

    /** Of a flow verb a list is the value of its first argument; of one that takes none, no list fits. */
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

    /** The arguments of one time: all of this, but no list. */
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
        return does.value() + ". " + (does.answers().isEmpty() ? "" : "Answers with " + does.answers() + ". ");
    }
}
