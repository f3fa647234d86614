package dev.binrun.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/** What was sent as a configuration, held against the one that the server made of it. */
public final class Configuration {
    private Configuration() {}

    /**
     * Refuses an answer whose configuration lacks a field that was sent: servers before 2.12 ignore what they do not know
     * without a word, and everything after that would be judged on a wrong footing.
     *
     * @throws IgnoredField naming server and fields
     */
    public static void mustHold(JsonObject sent, JsonObject answer, String serverVersion) {
        List<String> ignored = new ArrayList<>();
        collect("", sent, answer.getAsJsonObject("config"), ignored);
        if (!ignored.isEmpty()) {
            throw new IgnoredField("this server (" + serverVersion + ") ignored " + String.join(", ", ignored));
        }
    }

    private static void collect(String path, JsonObject sent, JsonObject got, List<String> ignored) {
        sent.asMap().forEach((key, value) -> {
            JsonElement there = got.get(key);
            if (there == null && !isEmpty(value)) {
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
