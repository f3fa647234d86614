package dev.binrun.verdict;

import dev.binrun.scenario.ScenarioCase;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Receives the output of a run while it runs. */
@API(status = Status.EXPERIMENTAL)
public interface Listener {
    /** Receives a line such as {@code Sim: created 10 sessions}. Called from one thread at a time. */
    void line(String line);

    /** Receives the progress of a long phase for a terminal's status line. An implementation may ignore it. */
    default void progress(String status) {}

    /**
     * Opens the log of a server that is about to start.
     *
     * @param number the number of the scenario's run, from 1
     * @param node the server's name
     * @return receives each line that the server writes
     */
    default Consumer<String> serverLog(ScenarioCase scenario, int number, String node) {
        return line -> {};
    }

    /**
     * Learns that the servers of a scenario serve clients.
     *
     * @param urls of the nodes
     * @return the action that runs before they end
     */
    @API(status = Status.INTERNAL)
    default Runnable serving(ScenarioCase scenario, List<String> urls) {
        return () -> {};
    }

    /**
     * Returns whether the servers of a scenario that does not pass outlive this JVM, with their stores. Its report then
     * states how to inspect and stop them.
     */
    default boolean keepsFailed() {
        return false;
    }

    /**
     * Returns the receiver of the course of each run; empty if no report shows it. A course takes time and memory: all
     * operations of the clients are recorded, and the answers of all steps are kept.
     */
    @API(status = Status.INTERNAL)
    default Optional<Consumer<RunCourse>> courses() {
        return Optional.empty();
    }

    /** Returns the last lines of a failure's report, such as the command that runs the scenario again; may be empty. */
    default String lastLines(ScenarioCase scenario) {
        return "";
    }
}
