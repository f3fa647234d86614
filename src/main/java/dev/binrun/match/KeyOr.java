package dev.binrun.match;

import java.util.Map;

/**
 * An operator whose name can also be a key: if the answer has a map with that key, the name is the key.
 *
 * @param key the operator's name
 * @param asKey the expectation of the value under the key
 * @param operator the expectation of the operator
 */
public record KeyOr(String key, Expected asKey, Expected operator) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        boolean isKey = actual.isMap() && !actual.child(key).absent();
        (isKey ? new Fields(Map.of(key, asKey)) : operator).match(actual, differences);
    }

    @Override
    public boolean holdsOfAbsent() {
        return operator.holdsOfAbsent();
    }

    @Override
    public String describe() {
        return operator.describe();
    }
}
