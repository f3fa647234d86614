package dev.binrun.history;

/** What an answer comes to. */
public enum Outcome {
    UNKNOWN,
    OK,
    FAILED
}
