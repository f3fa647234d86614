package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Exactly this tree: no subset, no operator. */
public record Exactly(JsonElement tree) implements Expected {
    @Override
    public void match(Actual actual, List<Mismatch> differences) {
        if (actual.absent() || !same(tree, actual.value())) {
            actual.differs(describe(), differences);
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

    private static boolean same(JsonElement expected, JsonElement actual) {
        if (expected.isJsonObject() && actual.isJsonObject()) {
            Map<String, JsonElement> wanted = expected.getAsJsonObject().asMap();
            Map<String, JsonElement> there = actual.getAsJsonObject().asMap();
            return wanted.keySet().equals(there.keySet())
                    && wanted.entrySet().stream().allMatch(e -> same(e.getValue(), there.get(e.getKey())));
        }
        if (expected.isJsonArray() && actual.isJsonArray()) {
            return sameElements(
                    expected.getAsJsonArray().iterator(),
                    actual.getAsJsonArray().iterator());
        }
        if (expected.isJsonPrimitive() && actual.isJsonPrimitive()) {
            return sameScalar(expected.getAsJsonPrimitive(), actual.getAsJsonPrimitive());
        }
        return expected.isJsonNull() && actual.isJsonNull();
    }

    private static boolean sameElements(Iterator<JsonElement> wanted, Iterator<JsonElement> there) {
        while (wanted.hasNext() && there.hasNext()) {
            if (!same(wanted.next(), there.next())) {
                return false;
            }
        }
        return !wanted.hasNext() && !there.hasNext();
    }

    private static boolean sameScalar(JsonPrimitive expected, JsonPrimitive actual) {
        return Scalar.equal(expected.getAsString(), actual);
    }
}
