package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.Map;

/** Exactly this tree: no subset, no operator. */
public record Exactly(JsonElement tree) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        if (tree.isJsonObject() && actual.isMap()) {
            keys(actual, differences);
        } else if (tree.isJsonArray() && actual.isList()) {
            elements().match(actual, differences);
        } else if (actual.absent() || !same(actual.value())) {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return false;
    }

    @Override
    public String describe() {
        return "exactly " + Actual.show(tree);
    }

    private void keys(Actual actual, Differences differences) {
        Map<String, JsonElement> wanted = tree.getAsJsonObject().asMap();
        wanted.forEach((key, value) -> new Exactly(value).match(actual.child(key), differences));
        for (String key : actual.value().getAsJsonObject().keySet()) {
            if (!wanted.containsKey(key)) {
                new Absent().match(actual.child(key), differences);
            }
        }
    }

    private Elements elements() {
        return new Elements(tree.getAsJsonArray().asList().stream()
                .<Expected>map(Exactly::new)
                .toList());
    }

    private boolean same(JsonElement actual) {
        return tree.isJsonPrimitive() && actual.isJsonPrimitive()
                ? Scalar.equal(tree.getAsString(), actual)
                : tree.isJsonNull() && actual.isJsonNull();
    }
}
