package dev.binrun.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The published JSON Schema of the events, and an independent validator. */
public final class EventSchema {
    private final JsonObject tree;
    private final Schema schema;

    private EventSchema(String text) {
        tree = JsonParser.parseString(text).getAsJsonObject();
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text, InputFormat.JSON);
    }

    public static EventSchema read() throws IOException {
        return new EventSchema(Files.readString(Path.of("docs", "run-events.schema.json")));
    }

    /** Returns the errors of an event. */
    public List<String> problems(JsonElement event) {
        return schema.validate(event.toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /** Returns the names of all kinds of events. */
    Set<String> events() {
        return tree.getAsJsonArray("oneOf").asList().stream()
                .map(kind -> kind.getAsJsonObject().get("$ref").getAsString().replace("#/definitions/", ""))
                .collect(Collectors.toSet());
    }

    /** Returns the keys of one kind of event. */
    Set<String> keys(String event) {
        return definition(event).getAsJsonObject("properties").keySet();
    }

    /** Returns the keys that each event of one kind has. */
    Set<String> required(String event) {
        return definition(event).getAsJsonArray("required").asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.toSet());
    }

    private JsonObject definition(String event) {
        return tree.getAsJsonObject("definitions").getAsJsonObject(event);
    }
}
