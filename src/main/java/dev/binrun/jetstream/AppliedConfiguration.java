package dev.binrun.jetstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares a configuration that was sent with the one that the server has. */
public final class AppliedConfiguration {
    /** Fields that the server omits from its reply if they have this value, which is their default. */
    private static final Map<String, String> LEFT_OUT = Map.of("persist_mode", "default", "priority_policy", "none");

    private AppliedConfiguration() {}

    /**
     * Checks that the configuration in a reply has each field that was sent. Servers before 2.12 silently ignore fields
     * that they do not know, and the scenario would test another configuration than it states.
     *
     * @throws IgnoredFieldException if fields are missing, with the server's version and the fields
     */
    public static void mustHold(JsonObject sent, JsonObject reply, String serverVersion) {
        List<String> ignored = new ArrayList<>();
        collect("", sent, reply.getAsJsonObject("config"), ignored);
        if (!ignored.isEmpty()) {
            throw new IgnoredFieldException(
                    "this server (" + serverVersion + ") ignored " + String.join(", ", ignored));
        }
    }

    /**
     * Returns the fields in which an existing configuration differs from a wanted one; fields that are not wanted do
     * not count.
     */
    public static List<String> differences(JsonObject wanted, JsonObject existing) {
        List<String> differences = new ArrayList<>();
        compare("", wanted, existing, differences);
        return differences;
    }

    private static void compare(String path, JsonElement wanted, JsonElement existing, List<String> differences) {
        if (existing == null ? isLeftOut(path, wanted) : same(wanted, existing)) {
            return;
        }
        if (existing != null && wanted.isJsonObject() && existing.isJsonObject()) {
            String prefix = path.isEmpty() ? "" : path + ".";
            wanted.getAsJsonObject()
                    .asMap()
                    .forEach((key, value) -> compare(
                            prefix + key, value, existing.getAsJsonObject().get(key), differences));
        } else if (existing != null && wanted.isJsonArray() && existing.isJsonArray() && sameSize(wanted, existing)) {
            for (int i = 0; i < wanted.getAsJsonArray().size(); i++) {
                compare(
                        path + "[" + i + "]",
                        wanted.getAsJsonArray().get(i),
                        existing.getAsJsonArray().get(i),
                        differences);
            }
        } else {
            differences.add(path + ": wanted " + wanted + ", is " + (existing == null ? "not set" : existing));
        }
    }

    private static boolean same(JsonElement a, JsonElement b) {
        return isNumber(a) && isNumber(b) ? a.getAsBigDecimal().compareTo(b.getAsBigDecimal()) == 0 : a.equals(b);
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }

    private static boolean sameSize(JsonElement a, JsonElement b) {
        return a.getAsJsonArray().size() == b.getAsJsonArray().size();
    }

    private static void collect(String path, JsonObject sent, JsonObject applied, List<String> ignored) {
        sent.asMap().forEach((key, value) -> {
            JsonElement existing = applied.get(key);
            if (existing == null && !isLeftOut(path + key, value)) {
                ignored.add(path + key);
            } else if (existing != null && value.isJsonObject() && existing.isJsonObject()) {
                collect(path + key + ".", value.getAsJsonObject(), existing.getAsJsonObject(), ignored);
            } else if (existing != null && value.isJsonArray() && existing.isJsonArray()) {
                elements(path + key, value.getAsJsonArray(), existing.getAsJsonArray(), ignored);
            }
        });
    }

    private static void elements(String path, JsonArray sent, JsonArray applied, List<String> ignored) {
        for (int i = 0; i < Math.min(sent.size(), applied.size()); i++) {
            if (sent.get(i).isJsonObject() && applied.get(i).isJsonObject()) {
                collect(
                        path + "[" + i + "].",
                        sent.get(i).getAsJsonObject(),
                        applied.get(i).getAsJsonObject(),
                        ignored);
            }
        }
    }

    private static boolean isLeftOut(String path, JsonElement value) {
        boolean left = LEFT_OUT.containsKey(path) && value.equals(new JsonPrimitive(LEFT_OUT.get(path)));
        return left || isEmpty(value);
    }

    /** The server omits empty values from its reply. */
    private static boolean isEmpty(JsonElement value) {
        if (value.isJsonNull()) {
            return true;
        }
        if (value instanceof JsonPrimitive scalar) {
            return scalar.isBoolean()
                    ? !scalar.getAsBoolean()
                    : scalar.isNumber()
                            ? scalar.getAsBigDecimal().signum() == 0
                            : scalar.getAsString().isEmpty();
        }
        return value.isJsonArray()
                ? value.getAsJsonArray().isEmpty()
                : value.getAsJsonObject().isEmpty();
    }
}
