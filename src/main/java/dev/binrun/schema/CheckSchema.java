package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.check.CheckType;
import dev.binrun.scenario.ChecksReader;
import dev.binrun.scenario.RecordShape;
import java.util.List;

/** The JSON Schema of a check: exactly one name with its arguments, and the keys beside it. */
final class CheckSchema {
    private static final String DEFINITION = "check-";

    private CheckSchema() {}

    /** Adds the definitions of some checks. */
    static void define(JsonObject definitions, List<CheckType> checks) {
        checks.forEach(type -> definitions.add(DEFINITION + type.name(), arguments(type)));
        definitions.add("Check", item(checks));
    }

    /** Returns a reference to the definition of any check. */
    static JsonObject reference() {
        return ScalarSchema.reference("Check");
    }

    private static JsonObject arguments(CheckType type) {
        ArgumentsForm form = new ArgumentsForm(type.name(), RecordShape.of(type.arguments()));
        JsonObject arguments = form.limited(
                RecordSchema.of(type.arguments()).closed(form.types().toArray(String[]::new)));
        arguments.addProperty("description", "Holds when " + type.holds() + ". " + form.usage());
        return arguments;
    }

    private static JsonObject item(List<CheckType> checks) {
        JsonObject properties = new JsonObject();
        checks.forEach(type -> properties.add(type.name(), ScalarSchema.reference(DEFINITION + type.name())));
        JsonObject item = ScalarSchema.types("object");
        item.add("properties", properties);
        RecordSchema.of(ChecksReader.Beside.class).properties().asMap().forEach(properties::add);
        item.addProperty("additionalProperties", false);
        item.add("oneOf", oneCheck(checks));
        item.addProperty("errorMessage", "an item must have one check, such as 'no-acked-loss: ORDERS'");
        return item;
    }

    private static JsonArray oneCheck(List<CheckType> checks) {
        JsonArray one = new JsonArray();
        checks.forEach(type -> one.add(RecordSchema.requiring(type.name())));
        return one;
    }
}
