package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.scenario.Document;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.scenario.TlsConfig;
import dev.binrun.verb.VerbType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenario language as a JSON Schema for editors (draft-07, which they know best), made from the records that read it. */
public final class LanguageSchema {
    private static final String NAME = "^[A-Za-z_][A-Za-z0-9_]*$";

    private LanguageSchema() {}

    /** The schema's text. */
    public static String text() {
        return JsonLayout.of(json(Verbs.all()));
    }

    /** The schema of the language with some verbs. */
    public static JsonObject json(List<VerbType> verbs) {
        JsonObject schema = new JsonObject();
        schema.addProperty("$schema", "http://json-schema.org/draft-07/schema#");
        schema.addProperty("title", "binrun scenario");
        RecordSchema.of(Document.class, trees()).closed("object").asMap().forEach(schema::add);
        schema.add("definitions", definitions(verbs));
        return schema;
    }

    private static JsonObject definitions(List<VerbType> verbs) {
        JsonObject definitions = new JsonObject();
        definitions.add("Step", StepSchema.json(verbs));
        definitions.add("Expected", ExpectedSchema.json());
        AnswerSchema.define(definitions, verbs);
        CheckSchema.define(definitions);
        for (VerbType verb : verbs) {
            definitions.add(VerbSchema.definition(verb), new VerbSchema(verb).json());
        }
        return definitions;
    }

    /** The keys whose values are read by themselves. */
    private static Map<String, JsonObject> trees() {
        Map<String, JsonObject> trees = new LinkedHashMap<>();
        trees.put("server", RecordSchema.of(ServerConfig.class).closed("object"));
        trees.put("clients", clients());
        trees.put("matrix", named(axis()));
        trees.put("variables", named(new JsonObject()));
        trees.put("steps", list(StepSchema.reference()));
        trees.put("checks", atLeastOne(CheckSchema.reference()));
        Verbs.byTopologyKey().forEach((key, verb) -> trees.put(key, list(new VerbSchema(verb).item())));
        return trees;
    }

    private static JsonObject clients() {
        JsonObject on = new JsonObject();
        JsonArray yes = new JsonArray();
        yes.add(true);
        on.add("enum", yes);
        JsonObject tls =
                ScalarSchema.either(on, RecordSchema.of(TlsConfig.class).closed("object"));
        JsonObject clients = ScalarSchema.types("object");
        clients.add(
                "additionalProperties",
                RecordSchema.of(ClientConfig.class, Map.of("tls", tls)).closed("object"));
        return clients;
    }

    private static JsonObject axis() {
        return atLeastOne(new JsonObject());
    }

    private static JsonObject named(JsonElement value) {
        JsonObject name = new JsonObject();
        name.addProperty("pattern", NAME);
        name.addProperty("patternErrorMessage", "a name: letters, digits and _, no digit first");
        JsonObject map = ScalarSchema.types("object");
        map.add("propertyNames", name);
        map.add("additionalProperties", value);
        return map;
    }

    private static JsonObject atLeastOne(JsonObject item) {
        JsonObject list = list(item);
        list.addProperty("minItems", 1);
        return list;
    }

    private static JsonObject list(JsonObject item) {
        JsonObject list = ScalarSchema.types("array");
        list.add("items", item);
        return list;
    }
}
