package dev.binrun.jetstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was sent as a configuration, held against the one that the server made of it. */
public final class AppliedConfiguration {
    /** Fields that the server leaves out of its answer if they have this value, which is their default. */
    private static final Map<String, String> LEFT_OUT = Map.of("persist_mode", "default", "priority_policy", "none");

    private AppliedConfiguration() {}

    /**
     * Refuses an answer whose configuration lacks a field that was sent: servers before 2.12 ignore what they do not know
     * without a word, and everything after that would be judged on a wrong footing.
     *
     * @throws IgnoredFieldException naming server and fields
     */
    public static void mustHold(JsonObject sent, JsonObject answer, String serverVersion) {
        List<String> ignored = new ArrayList<>();
        collect("", sent, answer.getAsJsonObject("config"), ignored);
        if (!ignored.isEmpty()) {
            throw new IgnoredFieldException(
                    "this server (" + serverVersion + ") ignored " + String.join(", ", ignored));
        }
    }

    /** In what a configuration that is there differs from one that is wanted; of what was not asked for nothing is said. */
    public static List<String> differences(JsonObject wanted, JsonObject there) {
        List<String> differences = new ArrayList<>();
        compare("", wanted, there, differences);
        return differences;
    }

    private static void compare(String path, JsonElement wanted, JsonElement there, List<String> differences) {
        if (there == null ? isLeftOut(path, wanted) : same(wanted, there)) {
            return;
        }
        if (there != null && wanted.isJsonObject() && there.isJsonObject()) {
            String prefix = path.isEmpty() ? "" : path + ".";
            wanted.getAsJsonObject()
                    .asMap()
                    .forEach((key, value) ->
                            compare(prefix + key, value, there.getAsJsonObject().get(key), differences));
        } else if (there != null && wanted.isJsonArray() && there.isJsonArray() && sameSize(wanted, there)) {
            for (int i = 0; i < wanted.getAsJsonArray().size(); i++) {
                compare(
                        path + "[" + i + "]",
                        wanted.getAsJsonArray().get(i),
                        there.getAsJsonArray().get(i),
                        differences);
            }
        } else {
            differences.add(path + ": wanted " + wanted + ", is " + (there == null ? "not set" : there));
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

    private static void collect(String path, JsonObject sent, JsonObject got, List<String> ignored) {
        sent.asMap().forEach((key, value) -> {
            JsonElement there = got.get(key);
            if (there == null && !isLeftOut(path + key, value)) {
                ignored.add(path + key);
            } else if (there != null && value.isJsonObject() && there.isJsonObject()) {
                collect(path + key + ".", value.getAsJsonObject(), there.getAsJsonObject(), ignored);
            } else if (there != null && value.isJsonArray() && there.isJsonArray()) {
                elements(path + key, value.getAsJsonArray(), there.getAsJsonArray(), ignored);
            }
        });
    }

    private static void elements(String path, JsonArray sent, JsonArray got, List<String> ignored) {
        for (int i = 0; i < Math.min(sent.size(), got.size()); i++) {
            if (sent.get(i).isJsonObject() && got.get(i).isJsonObject()) {
                collect(
                        path + "[" + i + "].",
                        sent.get(i).getAsJsonObject(),
                        got.get(i).getAsJsonObject(),
                        ignored);
            }
        }
    }

    private static boolean isLeftOut(String path, JsonElement value) {
        boolean left = LEFT_OUT.containsKey(path) && value.equals(new JsonPrimitive(LEFT_OUT.get(path)));
        return left || isEmpty(value);
    }

    /** The server leaves out of its answer what is empty. */
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
