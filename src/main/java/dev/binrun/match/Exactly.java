package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Map;

/**
 * Expects exactly a tree: no other keys, no operators, the same JSON types.
 *
 * @param tree the expected tree
 */
public record Exactly(JsonElement tree) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        if (tree.isJsonObject() && actual.isMap()) {
            keys(actual, differences);
        } else if (tree.isJsonArray() && actual.isList()) {
            elements().match(actual, differences);
        } else if (actual.absent() || !same(actual.value())) {
            differences.add(() -> mismatch(actual));
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

    /** Scalars are the same only if their JSON types are; numbers are compared by value. */
    private boolean same(JsonElement actual) {
        if (!tree.isJsonPrimitive() || !actual.isJsonPrimitive()) {
            return tree.isJsonNull() && actual.isJsonNull();
        }
        JsonPrimitive one = tree.getAsJsonPrimitive();
        JsonPrimitive other = actual.getAsJsonPrimitive();
        if (one.isNumber() && other.isNumber()) {
            return one.getAsBigDecimal().compareTo(other.getAsBigDecimal()) == 0;
        }
        return one.isString() == other.isString()
                && one.isBoolean() == other.isBoolean()
                && one.getAsString().equals(other.getAsString());
    }

    private Mismatch mismatch(Actual actual) {
        if (ShownValue.isText(tree) && actual.isText()) {
            Mismatch text = TextDifference.of(tree.getAsString(), actual);
            Mismatch whole = new Mismatch(text.path(), "exactly " + text.expected(), text.actual());
            return Lookalike.noted(whole, tree.getAsString(), actual.value().getAsString());
        }
        boolean sameWords = tree.isJsonPrimitive()
                && !actual.absent()
                && actual.value().isJsonPrimitive()
                && tree.getAsString().equals(actual.value().getAsString());
        return sameWords
                ? new Mismatch(
                        actual.path(),
                        describe() + " (" + JsonKind.of(tree) + ")",
                        actual.show() + " (" + JsonKind.of(actual.value()) + ")")
                : Measure.differs(describe(), actual);
    }
}
