package dev.binrun.history;

/** Whether an operation took effect. */
public enum OperationOutcome {
    UNKNOWN,
    OK,
    FAILED
}
