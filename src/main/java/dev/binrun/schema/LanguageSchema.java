package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.check.CheckType;
import dev.binrun.check.Checks;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.scenario.Document;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.scenario.TlsConfig;
import dev.binrun.verb.VerbType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scenario language as a JSON Schema for editors (draft-07, which they support best), generated from the records.
 */
public final class LanguageSchema {
    private static final String NAME = "^[A-Za-z_][A-Za-z0-9_]*$";

    private LanguageSchema() {}

    /** Returns the text of the schema. */
    public static String text() {
        return JsonLayout.of(json(Verbs.all(), Checks.all()));
    }

    /** Returns the schema of the language with some verbs and checks. */
    public static JsonObject json(List<VerbType> verbs, List<CheckType> checks) {
        JsonObject schema = new JsonObject();
        schema.addProperty("$schema", "http://json-schema.org/draft-07/schema#");
        schema.addProperty("title", "binrun scenario");
        RecordSchema.of(Document.class, trees()).closed("object").asMap().forEach(schema::add);
        schema.add("definitions", definitions(verbs, checks));
        return schema;
    }

    private static JsonObject definitions(List<VerbType> verbs, List<CheckType> checks) {
        JsonObject definitions = new JsonObject();
        definitions.add("Step", StepSchema.json(verbs));
        definitions.add("Expected", ExpectedSchema.json());
        AnswerSchema.define(definitions, verbs);
        CheckSchema.define(definitions, checks);
        for (VerbType verb : verbs) {
            definitions.add(VerbSchema.definition(verb), new VerbSchema(verb).json());
        }
        return definitions;
    }

    private static Map<String, JsonObject> trees() {
        Map<String, JsonObject> trees = new LinkedHashMap<>();
        trees.put("server", RecordSchema.of(ServerConfig.class).closed("object"));
        trees.put("clients", clients());
        trees.put("matrix", named(ScalarSchema.listOfAtLeastOne(new JsonObject())));
        trees.put("variables", named(new JsonObject()));
        trees.put("steps", ScalarSchema.list(StepSchema.reference()));
        trees.put("checks", ScalarSchema.listOfAtLeastOne(CheckSchema.reference()));
        Verbs.byTopologyKey().forEach((key, verb) -> trees.put(key, ScalarSchema.list(new VerbSchema(verb).item())));
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

    private static JsonObject named(JsonElement value) {
        JsonObject name = new JsonObject();
        name.addProperty("pattern", NAME);
        name.addProperty(
                "patternErrorMessage", "a name must consist of letters, digits and _, and not start with a digit");
        JsonObject map = ScalarSchema.types("object");
        map.add("propertyNames", name);
        map.add("additionalProperties", value);
        return map;
    }
}
