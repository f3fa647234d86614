package dev.binrun.match;

/** A pattern that must not hold. An absent key is a mismatch too. */
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
        return pattern instanceof Or || pattern instanceof All
                ? "not (" + pattern.describe() + ")"
                : "not " + pattern.describe();
    }
}
