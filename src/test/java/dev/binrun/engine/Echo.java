package dev.binrun.engine;

import com.google.gson.JsonObject;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The step {@code echo}: returns its arguments, or an answer of a type that cannot be converted. */
public final class Echo implements OwnVerb<Echo.Values> {
    /** The step's arguments, of all plain types. */
    public record Values(
            Object value,
            Optional<Object> maybe,
            Optional<JsonObject> json,
            Map<String, Object> byName,
            List<Object> inOrder) {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Class<Values> arguments() {
        return Values.class;
    }

    @Override
    public Object run(Values values, World world) {
        List<Object> classes = new ArrayList<>();
        values.inOrder().forEach(value -> classes.add(type(value)));
        return switch (String.valueOf(values.value())) {
            case "a time" -> Map.of("orders", List.of(Instant.EPOCH));
            case "a list" -> List.of(1, 2);
            case "null" -> null;
            case "classes" -> Map.of("classes", classes);
            default -> values;
        };
    }

    private static String type(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof Map
                ? "Map"
                : value instanceof List ? "List" : value.getClass().getSimpleName();
    }
}
