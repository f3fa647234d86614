package dev.binrun.match;

import java.util.Map;

/**
 * An operator whose name is also a likely key: if the answer has a map with that key here, it is the map's key.
 *
 * @param key the operator's name
 * @param asKey the pattern for the value under that key
 * @param operator the pattern otherwise
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
