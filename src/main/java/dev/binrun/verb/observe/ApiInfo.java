package dev.binrun.verb.observe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into what the API answered, where the server leaves out what is empty. */
record ApiInfo(JsonObject tree) {
    /** The map under a path. */
    Optional<ApiInfo> map(String key) {
        return Optional.ofNullable(tree.get(key))
                .filter(JsonElement::isJsonObject)
                .map(e -> new ApiInfo(e.getAsJsonObject()));
    }

    /** The map under a key that is always there. */
    ApiInfo in(String key) {
        return new ApiInfo(tree.getAsJsonObject(key));
    }

    long number(String key) {
        return tree.has(key) ? tree.get(key).getAsLong() : 0;
    }

    String text(String key) {
        return tree.has(key) ? tree.get(key).getAsString() : "";
    }

    boolean flag(String key) {
        return tree.has(key) && tree.get(key).getAsBoolean();
    }

    /** A time that the API writes in nanoseconds, in seconds. */
    double seconds(String key) {
        return number(key) / 1e9;
    }

    List<ApiInfo> list(String key) {
        List<ApiInfo> items = new ArrayList<>();
        JsonArray list = tree.has(key) ? tree.getAsJsonArray(key) : new JsonArray();
        list.forEach(item -> items.add(new ApiInfo(item.getAsJsonObject())));
        return items;
    }

    int size(String key) {
        return tree.has(key) ? tree.getAsJsonArray(key).size() : 0;
    }
}
