package dev.binrun.report;

import dev.binrun.verdict.Outcome;

/** Whether outcomes are printed in colours. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001B[0m";

    /** Returns the text in the colour of the outcome. */
    String outcome(Outcome outcome, String text) {
        return switch (outcome) {
            case PASSED -> paint("\u001B[32m", text);
            case SKIPPED -> paint("\u001B[33m", text);
            case FAILED, INVALID, BROKEN -> paint("\u001B[1;31m", text);
        };
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : code + text + RESET;
    }
}
