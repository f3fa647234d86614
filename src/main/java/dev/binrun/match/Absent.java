package dev.binrun.match;

import java.util.List;

/** The key is not there. */
public record Absent() implements Expected {
    @Override
    public void match(Actual actual, List<Mismatch> differences) {
        if (!actual.absent()) {
            actual.differs(describe(), differences);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return true;
    }

    @Override
    public String describe() {
        return "nothing there";
    }
}
