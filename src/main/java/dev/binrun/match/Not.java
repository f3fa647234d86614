package dev.binrun.match;

/**
 * Expects that a pattern does not hold. An absent key is a mismatch.
 *
 * @param pattern the pattern that must not hold
 */
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
