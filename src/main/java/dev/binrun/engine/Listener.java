package dev.binrun.engine;

import dev.binrun.scenario.Scenario;

/** Gets what a run says while it runs. */
public interface Listener {
    /** A line for the reader, such as {@code Sim: created 10 sessions}. Called from one thread at a time. */
    void line(String line);

    /** How far a long phase has come, for a terminal's status line; may be dropped. */
    default void progress(String status) {}

    /** The line at the end of a failure's report that says how to run the scenario again; empty for none. */
    default String runAgain(Scenario scenario) {
        return "";
    }
}
