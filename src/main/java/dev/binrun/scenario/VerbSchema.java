package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.verb.Does;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the arguments of a verb look like in JSON Schema: a map, a scalar in the CLI's order, nothing, or a list of these. */
final class VerbSchema {
    private final VerbType verb;
    private final RecordShape shape;

    VerbSchema(VerbType verb) {
        this.verb = verb;
        this.shape = RecordShape.of(verb.arguments());
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
        return shape.components().stream().noneMatch(RecordShape.Component::needed);
    }

    JsonObject json() {
        List<String> types = types();
        types.add("array");
        JsonObject arguments = RecordSchema.of(verb.arguments()).closed(types.toArray(String[]::new));
        arguments.addProperty("description", description());
        if (leastWords() > 1) {
            String words = "\\S+(?:\\s+\\S+){" + (leastWords() - 1) + "}";
            ScalarSchema.patterned(arguments, words + "|" + ScalarSchema.OPEN, usage());
        }
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
        return first.has("items") ? first.get("items") : new JsonPrimitive(false);
    }

    /** The arguments of one time: all of this, but no list. */
    JsonObject item() {
        JsonArray both = new JsonArray();
        both.add(reference(verb));
        both.add(ScalarSchema.types(types().toArray(String[]::new)));
        JsonObject item = new JsonObject();
        item.add("allOf", both);
        return item;
    }

    private List<String> types() {
        List<String> types = new ArrayList<>(List.of("object"));
        if (inOrder()) {
            types.addAll(leastWords() <= 1 ? List.of("string", "number", "boolean") : List.of("string"));
        }
        if (takesNothing()) {
            types.add("null");
        }
        return types;
    }

    private boolean inOrder() {
        return !shape.positional().isEmpty()
                && shape.components().stream()
                        .filter(RecordShape.Component::needed)
                        .allMatch(component -> component.arg().position() >= 0);
    }

    /** How many words there must be, for the last that is needed to be among them. */
    private int leastWords() {
        return inOrder()
                ? shape.components().stream()
                        .filter(RecordShape.Component::needed)
                        .mapToInt(component -> component.arg().position() + 1)
                        .max()
                        .orElse(0)
                : 0;
    }

    private String description() {
        String does = verb.does().map(VerbSchema::sentences).orElse("");
        return does + usage() + (verb.reads() ? "; only reads, so 'within' can repeat it" : "");
    }

    private static String sentences(Does does) {
        return does.value() + ". " + (does.answers().isEmpty() ? "" : "Answers with " + does.answers() + ". ");
    }

    private String usage() {
        int least = leastWords();
        List<String> positions = inOrder() ? shape.positional() : List.of();
        List<String> words = new ArrayList<>(List.of(verb.name()));
        for (int i = 0; i < positions.size(); i++) {
            words.add(
                    i < least
                            ? positions.get(i).toUpperCase(Locale.ROOT)
                            : "[" + positions.get(i).toUpperCase(Locale.ROOT) + "]");
        }
        return String.join(" ", words);
    }
}
