package dev.binrun.verdict;

import dev.binrun.scenario.Scenario;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Gets what a run says while it runs. */
@API(status = Status.EXPERIMENTAL)
public interface Listener {
    /** A line for the reader, such as {@code Sim: created 10 sessions}. Called from one thread at a time. */
    void line(String line);

    /** How far a long phase has come, for a terminal's status line; may be dropped. */
    default void progress(String status) {}

    /**
     * Opens the log of a server that is about to start.
     *
     * @param number the number of the scenario's run, from 1
     * @param node the server's name
     * @return gets each line that the server writes
     */
    default Consumer<String> serverLog(Scenario scenario, int number, String node) {
        return line -> {};
    }

    /** The lines that end the report of a failure, such as the command that runs the scenario again; empty for none. */
    default String lastLines(Scenario scenario) {
        return "";
    }
}
