package dev.binrun.report;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The report of one run in one format. Calls come one at a time, from several threads; a format ignores those it has no
 * use for.
 */
public interface Report {
    /**
     * Begins a round of a run that is repeated until a scenario does not pass. The calls for the round follow, from
     * {@link #begin} to {@link #roundPassed} or, in the last round, {@link #summary}.
     *
     * @param number from 1
     */
    default void roundStarted(int number) {}

    /**
     * Begins the report, before the first scenario starts.
     *
     * @param files the paths of all scenario files, in their order
     * @param total the number of scenarios that will run
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void begin(List<String> files, int total) throws IOException {}

    /**
     * Reports a scenario when it starts.
     *
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void started(ScenarioCase scenario) throws IOException {}

    /** Reports the progress of a scenario that runs, in a few words. */
    default void progress(ScenarioCase scenario, String status) {}

    /** Returns whether the report shows the course of runs. To keep it takes time and memory. */
    default boolean wantsCourses() {
        return false;
    }

    /** Reports the course of one run of a scenario, before the servers of the run end. The verdict follows. */
    default void performed(RunCourse course) throws IOException {}

    /**
     * Reports a verdict when its scenario ends. A scenario that was not started, because the run ends at a failure, has
     * no other call.
     *
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void ended(Verdict verdict) throws IOException {}

    /**
     * Reports all verdicts of a scenario file when the last of its scenarios ends.
     *
     * @param file one of the paths with which the report began
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void fileEnded(String file, List<Verdict> verdicts) throws IOException {}

    /**
     * Ends a round in which all scenarios passed. Another round follows.
     *
     * @param took the time of the round
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void roundPassed(List<Verdict> verdicts, Duration took) throws IOException {}

    /**
     * Ends the report of a complete run.
     *
     * @param leftOut the number of scenarios that the selection left out
     * @param took the time of the whole run
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {}

    /**
     * Ends the report of a run that was stopped; no other call follows.
     *
     * @param finished the verdicts that were reached before the stop
     * @param running the number of scenarios that were running
     * @param took the time until the stop
     * @throws IOException if the report cannot be written; the message names the place and the reason
     */
    default void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {}
}
