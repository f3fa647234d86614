package dev.binrun.history;

/** What an answer comes to. */
public enum OperationOutcome {
    UNKNOWN,
    OK,
    FAILED
}
