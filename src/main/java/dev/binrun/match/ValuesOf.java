package dev.binrun.match;

/**
 * Expects that the values of a map, as a list, satisfy a statement.
 *
 * @param statement a statement about lists
 */
public record ValuesOf(Expected statement) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.isMap()) {
            statement.match(actual.values(), differences);
        } else {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return false;
    }

    @Override
    public String describe() {
        return "a map whose values are " + statement.describe();
    }
}
