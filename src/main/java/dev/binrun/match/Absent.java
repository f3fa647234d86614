package dev.binrun.match;

/** Expects an absent key. */
public record Absent() implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        if (!actual.absent()) {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return true;
    }

    @Override
    public String describe() {
        return "an absent key";
    }
}
