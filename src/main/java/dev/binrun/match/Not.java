package dev.binrun.match;

/** A pattern does not hold. A key that is absent fails it all the same. */
public record Not(Expected pattern) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.absent() || pattern.matches(actual)) {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return false;
    }

    @Override
    public String describe() {
        return pattern instanceof Or || pattern instanceof All ? "not (" + pattern.describe() + ")" : "not " + pattern.describe();
    }
}
